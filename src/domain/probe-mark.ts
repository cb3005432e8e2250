import type { AceptabitsRecord, ManagementProRecord } from './customer.ts';

/**
 * The mark of the customers that `puente probe` makes to measure a side. It stands in the name, the legal name and the
 * e-mail, in letters that no server writes otherwise but in their case, so that one of the three tells it whatever a
 * server cuts or puts in front. Nobody is called so; whoever bears it is no person, for any daemon of any namespace.
 */
export const PROBE_MARK = 'ZZPUENTEPRUEBA';

/** True for a customer that a probe has made, this one or another. */
export function bearsProbeMark(record: ManagementProRecord | AceptabitsRecord): boolean {
  const legalName = 'legalName' in record ? record.legalName : undefined;
  return [record.name, legalName, record.email].some((text) => text?.toUpperCase().includes(PROBE_MARK));
}
