import type { AceptabitsSettings } from './settings.ts';

/** The codes of one method. */
export type Endpoint = {
  method: 'GET' | 'POST';
  /** The method's own codes for a wrong token and for a user who may not use it. */
  badToken: string;
  suspended: string;
  trouble: string;
};

/**
 * Documented, but for what the copies of the documentation cut off: the codes of `get-services` follow the numbering
 * of its neighbours, and those above 1900 are made up.
 */
const documented: Record<string, Endpoint> = {
  'get-customers': { method: 'GET', badToken: '1273', suspended: '1274', trouble: '1275' },
  'add-customer': { method: 'POST', badToken: '1276', suspended: '1289', trouble: '1290' },
  'show-customer': { method: 'GET', badToken: '1373', suspended: '1376', trouble: '1377' },
  'delete-customer': { method: 'POST', badToken: '1463', suspended: '1466', trouble: '1901' },
  'get-agents': { method: 'GET', badToken: '1235', suspended: '1236', trouble: '1237' },
  'get-shops': { method: 'GET', badToken: '1192', suspended: '1902', trouble: '1903' },
  'show-shop': { method: 'GET', badToken: '1904', suspended: '1905', trouble: '1906' },
  'get-services': { method: 'GET', badToken: '1220', suspended: '1221', trouble: '1222' },
  'add-service': { method: 'POST', badToken: '1223', suspended: '1227', trouble: '1228' },
  'show-service': { method: 'GET', badToken: '1907', suspended: '1908', trouble: '1909' },
};

/** The page of the update method was never seen; its codes are the ones that every method has, or made up. */
const update: Endpoint = { method: 'POST', badToken: '0003', suspended: '0003', trouble: '1299' };

/** The method behind a path below the base, if there is one. */
export function endpointAt(path: string, settings: AceptabitsSettings): Endpoint | undefined {
  if (settings.absent.includes(path)) return undefined;
  if (path === settings.updatePath) return update;
  return Object.hasOwn(documented, path) ? documented[path] : undefined;
}
