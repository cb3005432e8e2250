import { z } from 'zod';

/** Lists come in pages that are counted from 1; whatever is no number is the first. */
export const pageQuery = z.object({ page: z.coerce.number().int().min(1).catch(1).default(1) });

const id = z.string().max(200).optional();

/** What an undo is asked for, as an address can hold it: exactly one of them. */
export const undoQuery = z.object({ event: id, job: id, approval: id });
