import { verdictOf } from '../../domain/error-table.ts';
import { SideError } from '../../domain/errors.ts';
import { ATTEMPTS_MAX, type Call, PAGE_MAX } from './call.ts';
import { decodeService, type Service } from './wire.ts';
import { readPage } from './wire-answers.ts';
import { type ServiceQuery, servicesForm } from './wire-forms.ts';

/**
 * Services from the newest down. What is added meanwhile pushes rows down, so that some are met twice and none is
 * missed; fewer rows than the first page claimed are another reading's.
 */
export async function servicesDown(call: Call, query: ServiceQuery): Promise<Service[]> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const found = await readDown(call, query);
    if (found) return found;
  }
  throw unreadable('The pages did not agree with the total that they claimed.');
}

async function readDown(call: Call, query: ServiceQuery): Promise<Service[] | undefined> {
  const byKey = new Map<string, Service>();
  let total: number | undefined;
  for (let page = 1, lastPage = 1; page <= lastPage; page += 1) {
    const answer = await call('get-services', { query: servicesForm(page, PAGE_MAX, query) }, (raw) =>
      readPage(raw, decodeService),
    );
    lastPage = Math.max(lastPage, answer.lastPage ?? 1);
    total ??= answer.total;
    const before = byKey.size;
    for (const row of answer.rows) {
      // What cannot be understood may be the very one that is asked for.
      if (!row.ok) throw unreadable('A row of the services cannot be understood.');
      if (row.record.key === query.until) return [...byKey.values()];
      byKey.set(row.record.key, row.record);
    }
    // A server may name any number of pages; one that brings nothing new is the last that is asked for.
    if (byKey.size === before) break;
  }
  return total === undefined || byKey.size >= total ? [...byKey.values()] : undefined;
}

function unreadable(detail: string): SideError {
  return new SideError({
    side: 'aceptabits',
    operation: 'get-services',
    ...verdictOf('aceptabits', 'unreadable'),
    detail,
  });
}
