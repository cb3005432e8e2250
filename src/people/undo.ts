/** Putting values back as ordinary recorded writes, once a person has seen what that comes to (rule 12). */
import type { Context } from '../sync/context.ts';
import { setField } from './answers.ts';
import { previewUndo, type UndoTarget } from './undo-preview.ts';

export type Undone = { readonly done: number; readonly refused: number };

/**
 * Puts back exactly what the preview of this hash showed as ready; ordinary recorded writes follow (rule 12).
 * Undefined when another preview would be shown by now: look again.
 */
export async function undo(
  ctx: Context,
  target: UndoTarget,
  hash: string,
  by: string,
): Promise<Undone | undefined> {
  const preview = await previewUndo(ctx, target);
  if (preview === undefined || preview.hash !== hash) return undefined;
  let done = 0;
  let refused = 0;
  for (const { clave = '', field, value, now, event, standing } of preview.items) {
    if (standing !== 'ready') continue;
    if (await setField(ctx, clave, field, value, now, by, { code: 'put-back', field, event })) done += 1;
    else refused += 1;
  }
  return { done, refused };
}

/** Puts back what one event replaced, as it stands now. False when somebody has changed it since. */
export async function putBack(ctx: Context, event: string, by: string): Promise<boolean> {
  const preview = await previewUndo(ctx, { event });
  if (preview === undefined || preview.ready === 0) return false;
  return (await undo(ctx, { event }, preview.hash, by))?.refused === 0;
}
