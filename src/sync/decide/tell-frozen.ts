/** Tells of fields that have been frozen, once each, also after a crash in between. */
import { FIELDS } from '../../domain/customer.ts';
import { subjectOf } from '../../store/records.ts';
import type { Context } from '../context.ts';

const LOADED_AT_ONCE = 500;

/**
 * Tells each frozen field once (rule 5); one that is freed and freezes again is another fact. Asked anew by each
 * poll: a process that is killed between the commit which froze a field and its telling leaves it to the next.
 */
export async function tellFrozen(ctx: Context): Promise<void> {
  const ids = await ctx.store.redis.zrange(ctx.store.keys.waitsOf('frozen'), '0', '-1');
  for (let at = 0; at < ids.length; at += LOADED_AT_ONCE)
    for (const { link } of await ctx.store.load(ids.slice(at, at + LOADED_AT_ONCE).map(subjectOf)))
      for (const field of FIELDS) {
        const since = link?.frozen?.[field];
        if (link === undefined || since === undefined) continue;
        ctx.alert(`frozen:${link.clave}:${field}:${since}`, { kind: 'frozen', clave: link.clave, field });
      }
}
