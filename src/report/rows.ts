import type { Side } from '../domain/customer.ts';
import { tidied } from '../domain/equality.ts';
import type { RecordOf } from '../domain/record.ts';
import { type Loaded, subjectOf } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { type Contact, PAGE_SIZE, type Page, type Person } from './shapes.ts';
import type { WaitKind } from './status.ts';

/** What a side's record says of somebody, for rows and comparisons. */
export function contactOf(side: Side, record: RecordOf<Side> | undefined): Contact | undefined {
  if (record === undefined) return undefined;
  const lastname = 'lastname' in record ? (record.lastname ?? '') : '';
  return {
    key: record.key,
    name: tidied(`${record.name ?? ''} ${lastname}`),
    email: record.email ?? '',
    phone: record.phone ?? '',
    rfc: side === 'managementpro' && 'rfc' in record ? (record.rfc ?? '') : '',
  };
}

/** What is known of somebody under the best of both names. */
export function personOf({ subject, link, managementpro, aceptabits }: Loaded): Person {
  const name =
    contactOf('managementpro', managementpro?.record)?.name ||
    contactOf('aceptabits', aceptabits?.record)?.name ||
    '';
  const clave = link?.clave ?? (subject.side === 'managementpro' ? subject.key : undefined);
  const code = link?.code ?? (subject.side === 'aceptabits' ? subject.key : undefined);
  return { subject, ...(clave !== undefined && { clave }), ...(code !== undefined && { code }), name };
}

/** The page that was asked for, held within what there is. */
export function pageAt(asked: number, total: number): Page & { readonly from: number; readonly to: number } {
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const page = Math.min(Math.max(1, Math.trunc(asked) || 1), pages);
  return { page, pages, total, from: (page - 1) * PAGE_SIZE, to: page * PAGE_SIZE };
}

/** One page of those who wait for something, the oldest first. */
export async function waitingPage(ctx: Context, kind: WaitKind, asked: number) {
  const { store } = ctx;
  const key = store.keys.waitsOf(kind);
  const place = pageAt(asked, await store.redis.zcard(key));
  const ids = await store.redis.zrange(key, String(place.from), String(place.to - 1));
  return { page: pageOf(place), loaded: await store.load(ids.map(subjectOf)) };
}

export function pageOf({ page, pages, total }: Page): Page {
  return { page, pages, total };
}
