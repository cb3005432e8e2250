import type { Redis } from 'ioredis';
import { redisComplaints, redisFacts } from '../../store/redis-facts.ts';
import { type Found, found } from './finding.ts';
import { told } from './words.ts';

/** Whether this Redis keeps what it is given. */
export async function redisFinding(redis: Redis): Promise<Found> {
  const facts = await redisFacts(redis);
  const complaints = redisComplaints(facts);
  if (complaints.length === 0)
    return found('ok', told('{version}, append-only file on, noeviction', { version: facts.version ?? '' }));
  return found(complaints.some(({ fatal }) => fatal) ? 'fail' : 'warn', ...complaints);
}
