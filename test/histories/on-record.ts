import type { KeptEvent } from '../../src/store/history.ts';

/** When an event came on record by the clock of Redis, ms: the daemons' own clocks are wrong. */
export const recordedAt = ({ id }: KeptEvent) => Number(id.split('-')[0]);
