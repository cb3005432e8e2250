import { type Subject, subjectId } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { pause, unpause } from './answers.ts';

/** A customer of a plan's line: a pair that would be linked, a link, or somebody on one side. */
export type Planned = { readonly clave?: string | undefined; readonly code?: string | undefined };

/**
 * Leaves a line out of a plan: whoever it is about is paused at both ends, so that an approval changes nothing of them
 * until a person resumes them. False where nobody has the keys any more.
 */
export function leaveOut(ctx: Context, planned: Planned, by: string): Promise<boolean> {
  return atBothEnds(ctx, planned, (subject) => pause(ctx, subject, by));
}

export function takeIn(ctx: Context, planned: Planned, by: string): Promise<boolean> {
  return atBothEnds(ctx, planned, (subject) => unpause(ctx, subject, by));
}

async function atBothEnds(
  ctx: Context,
  { clave, code }: Planned,
  say: (subject: Subject) => Promise<boolean>,
): Promise<boolean> {
  const asked: Subject[] = [
    ...(clave === undefined ? [] : [{ side: 'managementpro', key: clave } as const]),
    ...(code === undefined ? [] : [{ side: 'aceptabits', key: code } as const]),
  ];
  // Both keys of a link are one subject.
  const ends = new Map(
    (await ctx.store.load(asked)).map(({ subject }) => [subjectId(subject), subject] as const),
  );
  let done = ends.size > 0;
  for (const subject of ends.values()) done = (await say(subject)) && done;
  return done;
}
