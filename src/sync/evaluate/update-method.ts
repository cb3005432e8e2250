import type { Context } from '../context.ts';

/**
 * Whether Aceptabits can be told of a change (rule 7). Its update method is inferred, not documented: where it proves
 * not to be there, updates are held, and it is tried again when the setting changes and once a day.
 */

/** State name of the update method that was found missing. */
export const METHOD_ABSENT = 'update-method-absent';

/** `at` in ms; another path than this is another method. */
export type MethodAbsent = { readonly path: string; readonly at: number };

const TRIED_AGAIN_AFTER_MS = 86_400_000;

export function canUpdateAceptabits(
  { clients, config, now }: Context,
  absent: MethodAbsent | undefined,
): boolean {
  if (!clients.aceptabits.canUpdate) return false;
  return (
    absent?.path !== config.aceptabits.customerUpdatePath || now() - (absent?.at ?? 0) >= TRIED_AGAIN_AFTER_MS
  );
}

/** Notes that the method is not there. A person is told once for each path. */
export async function noteMethodAbsent({ store, config, now, log, alert }: Context): Promise<void> {
  const path = config.aceptabits.customerUpdatePath ?? '';
  await store.setState(METHOD_ABSENT, { path, at: now() } satisfies MethodAbsent);
  log.warn({ side: 'aceptabits', path }, 'the update method is not there: updates of Aceptabits are held');
  alert(`update-method:${path}`, { kind: 'refused', side: 'aceptabits', code: 'method-missing' });
}
