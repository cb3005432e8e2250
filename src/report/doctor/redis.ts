import type { Redis } from 'ioredis';
import { redisComplaints, redisFacts } from '../../store/connection.ts';
import type { Found } from './finding.ts';

/** Whether this Redis keeps what it is given. */
export async function redisFinding(redis: Redis): Promise<Found> {
  const facts = await redisFacts(redis);
  const complaints = redisComplaints(facts);
  if (complaints.length === 0)
    return { verdict: 'ok', detail: `${facts.version}, append-only file on, noeviction` };
  const verdict = complaints.some(({ fatal }) => fatal) ? 'fail' : 'warn';
  return { verdict, detail: complaints.map(({ text }) => text).join('; ') };
}
