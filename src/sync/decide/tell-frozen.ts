/** Tells of fields that have been frozen, once each, also after a crash in between. */
import { FIELDS } from '../../domain/customer.ts';
import type { Context } from '../context.ts';

/**
 * Tells each frozen field once (rule 5); one that is freed and freezes again is another fact. Asked anew by each
 * poll: a process that is killed between the commit which froze a field and its telling leaves it to the next.
 */
export async function tellFrozen(ctx: Context): Promise<void> {
  for await (const { link } of ctx.store.loadEach(await ctx.store.waiting('frozen')))
    for (const field of FIELDS) {
      const since = link?.frozen?.[field];
      if (link === undefined || since === undefined) continue;
      ctx.alert(`frozen:${link.clave}:${field}:${since}`, { kind: 'frozen', clave: link.clave, field });
    }
}
