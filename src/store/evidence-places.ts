import { type Evidence, filedUnder, type IndexKind } from '../domain/evidence.ts';

/** Where the index of rule 3 files a piece of evidence: under a keyed digest of its value. */

type Digests = { digest(text: string): string };

export function placeOf(store: Digests, kind: IndexKind, value: string, key: string): string {
  return `${kind}:${store.digest(value)}:${key}`;
}

/** A customer's places in the index of its side. */
export function evidenceMembers(store: Digests, evidence: Evidence, key: string): string[] {
  return filedUnder(evidence).map(([kind, value]) => placeOf(store, kind, value, key));
}
