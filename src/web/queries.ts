import { z } from 'zod';
import { undoTarget } from '../people/undo-preview.ts';

/** Lists come in pages that are counted from 1; whatever is no number is the first. */
export const pageQuery = z.object({ page: z.coerce.number().int().min(1).catch(1).default(1) });

/** What an undo is asked for, as an address can hold it. */
export const undoQuery = undoTarget;
