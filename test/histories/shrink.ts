import type { History, Step } from './script.ts';

/**
 * Shortens a failing history by leaving out steps, in ever smaller pieces, as long as what is left still fails.
 * Real processes do not repeat themselves to the microsecond, so each piece gets a few chances to fail again.
 */
export async function shrink(
  history: History,
  fails: (history: History) => Promise<boolean>,
  { untilMs, chances }: { readonly untilMs: number; readonly chances: number },
): Promise<History> {
  let steps = history.steps;
  const stillFails = async (fewer: readonly Step[]) => {
    for (let chance = 0; chance < chances && Date.now() < untilMs; chance += 1)
      if (await fails({ ...history, steps: fewer })) return true;
    return false;
  };
  for (let size = Math.ceil(steps.length / 2); size >= 1 && Date.now() < untilMs; size = halved(size)) {
    for (let at = 0; at < steps.length && Date.now() < untilMs; ) {
      const fewer = [...steps.slice(0, at), ...steps.slice(at + size)];
      if (await stillFails(fewer)) steps = fewer;
      else at += size;
    }
    if (size === 1) break;
  }
  return { ...history, steps };
}

function halved(size: number): number {
  return Math.max(1, Math.floor(size / 2));
}
