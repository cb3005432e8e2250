import type { AceptabitsSettings } from './settings.ts';

/** The codes of one documented method. */
export type Endpoint = {
  method: 'GET' | 'POST';
  /** The method's own codes for a wrong token and for a user who may not use it. */
  badToken: string;
  suspended: string;
  trouble: string;
};

const documented: Record<string, Endpoint> = {
  'get-customers': { method: 'GET', badToken: '1273', suspended: '1274', trouble: '1275' },
  'add-customer': { method: 'POST', badToken: '1276', suspended: '1289', trouble: '1290' },
  'get-agents': { method: 'GET', badToken: '1235', suspended: '1236', trouble: '1237' },
  'add-service': { method: 'POST', badToken: '1223', suspended: '1227', trouble: '1228' },
};

/** The update method is nowhere documented; its codes are the ones that every method has, or made up. */
const update: Endpoint = { method: 'POST', badToken: '0003', suspended: '0003', trouble: '1299' };

/** The method behind a path below the base, if there is one. */
export function endpointAt(path: string, settings: AceptabitsSettings): Endpoint | undefined {
  if (path === settings.updatePath) return update;
  return Object.hasOwn(documented, path) ? documented[path] : undefined;
}
