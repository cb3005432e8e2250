import type { Side } from '../domain/customer.ts';

/**
 * All Redis keys of one namespace. The braces put them into one hash slot, so that a change across several
 * of them is atomic on Redis Cluster too (docs/rules.md, queues).
 */
export type Keys = ReturnType<typeof keysOf>;

type Key = (name: string) => string;

export function keysOf(namespace: string) {
  const key = (name: string) => `{${namespace}}:${name}`;
  return { ...keysOfAll(key), ...keysOfCustomers(key) };
}

const oneASide = (key: Key) => (name: string) => (side: Side) => key(`${name}:${side}`);

/** What is kept once, or of something else than a customer. */
function keysOfAll(key: Key) {
  const ofSide = oneASide(key);
  return {
    /** STRING: schema version of everything else. */
    schema: key('schema'),
    /** STRING with an end: who brings the state to this version. */
    migrating: key('migrating'),
    /** STRING: random key of all digests. */
    digestKey: key('digest-key'),
    /** STRING, counter: the logical clock that orders readings and writes whatever the clocks say. */
    sequence: key('sequence'),
    /** HASH, small documents: scans, scan memory, brakes, approval, plan, agents… */
    state: key('state'),
    /** STRING with an end: a sheet of lines that was shown to a person (rule 10), and its pieces (`sheets.ts`). */
    sheets: key('sheet:*'),
    sheet: (hash: string) => key(`sheet:${hash}`),
    sheetPiece: (digest: string) => key(`sheet-piece:${digest}`),
    /** HASH subject → digest of the line that a person has agreed to, of whoever is to be created. */
    agreed: key('agreed'),
    /** HASH digest of a line of a listing that a person has agreed to → `1`, as long as the listing shows it. */
    agreedListing: (side: Side, kind: string) => key(`agreed-${kind}:${side}`),
    /** HASH vendedor clave → name, as seen; who serves nobody any more leaves in the night. */
    salespeople: key('salespeople'),
    /** HASH run → `ServiceRun` JSON; per run HASH line → `KeptLine` JSON, and HASH of how many lines ended how. */
    serviceRuns: key('service-runs'),
    serviceLines: (run: string) => key(`service-lines:${run}`),
    serviceEnds: (run: string) => key(`service-ends:${run}`),
    /** HASH service id → `ServiceIntent` JSON (rule 8). */
    serviceIntents: key('service-intents'),
    /** STREAM of everything on record (rule 12), and ZSET, lexical: `subject id` per customer. */
    history: key('history'),
    historyOf: key('history-of'),
    /** STRING with an end: the `Profile` JSON of one address and key, by their digest (`profiles.ts`). */
    profile: (side: Side, system: string) => key(`profile:${side}:${system}`),
    /** HASH `tag:TAG` or `made:KEY` → tag: what probes have made there and not yet tidied up; and who is probing now. */
    probeCustomers: (side: Side, system: string) => key(`probe-customers:${side}:${system}`),
    probing: (side: Side, system: string) => key(`probing:${side}:${system}`),
    /** HASH: circuit and pace of a side, shared by all replicas. */
    gate: ofSide('gate'),
    /** ZSET alert fact already told → when it was last said, ms since 1970. */
    alerts: key('alerts'),
    /** HASH company → `Claim` JSON, of a fleet: whose accounts these are (`accounts.ts`). */
    accounts: key('accounts'),
    /** HASH daemon id → last sign of life, ms since 1970. */
    daemons: key('daemons'),
    /** STRING with an end: who is logged in, by the digest of the session's token; and the ZSET digest → since when. */
    session: (digest: string) => key(`session:${digest}`),
    sessions: key('sessions'),
    /** Prefix of STRINGs with an end: failed log-ins by user and place. */
    logIns: key('log-ins'),
    /** STRING with an end: requests to a side in one slot of time. */
    requests: (side: Side, slot: number) => key(`requests:${side}:${slot}`),
    /** HASH of counters that outlive a process: writes per side and kind. */
    counts: key('counts'),
    /** HASH per day (UTC): `hour kind` → how many events of the history; falls off by itself. */
    activity: (day: string) => key(`activity:${day}`),
  };
}

/** What is kept of customers, their links and their creates. */
function keysOfCustomers(key: Key) {
  const ofSide = oneASide(key);
  const [links, codes] = [key('links'), key('codes')] as const;
  return {
    /** HASH key → digest of the record last seen and, where it came in a scan, of its bytes (`seen-bytes.ts`). */
    seen: ofSide('seen'),
    /** HASH key → `StoredRecord`, packed (`packed.ts`). */
    records: ofSide('records'),
    /** HASH block → lines of a digest and a key, the evidence index of rule 3; and ZSET, lexical: lines that no block takes. */
    evidenceIn: ofSide('evidence-in'),
    evidenceSpilt: ofSide('evidence-spilt'),
    /** HASH block → lines of a key and its words, by which a person looks customers up (`words.ts`). */
    wordsOf: ofSide('words-in'),
    /** HASH key → how many readings in a row did not show it (rule 2). */
    absent: ofSide('absent'),
    /** HASH key → when a person had all that was kept of this customer erased: it is not observed any more. */
    erased: ofSide('erased'),
    /** HASH clave → `Link`, packed. */
    links,
    /** ZSET subject → since when (ms) it is linked, and since when a customer without a link is known. */
    linked: key('linked'),
    lones: key('lones'),
    /** HASH code → clave: with `links` it keeps the links one-to-one. */
    codes,
    /** The one of the two in which a key of this side has its link. */
    linkOf: { managementpro: links, aceptabits: codes } satisfies { [S in Side]: string },
    /** ZSET subject → since when (ms) it has to be decided on. */
    work: key('work'),
    /** ZSET subject → since when (ms) its two sides differ: work and waits alike, the two leading numbers. */
    differs: key('differs'),
    /** HASH subject → fingerprint with which it has passed the brake and the first plan's approval. */
    passed: key('passed'),
    /** HASH subject → `KeptWait[]` JSON, and one ZSET subject → since per kind for counts and lists. */
    waits: key('waits'),
    waitsOf: (kind: string) => key(`waits:${kind}`),
    /** HASH subject → what has moved of a linked customer that waits for a brake (`certify/movements.ts`). */
    counted: key('counted'),
    /** HASH subject → `LoneNote` JSON of a customer without a link. */
    lone: key('lone'),
    /** HASH key → `Uncompared` JSON: the record before an update, while the updates of the side run singly (rule 6). */
    uncompared: ofSide('uncompared'),
    /** HASH source key → `Intent` JSON, per target side (rule 8). */
    intents: ofSide('intents'),
    /** ZSET, lexical: `kind:digest:source key`, what the open creates of a side have asked for (`open-creates.ts`). */
    asked: ofSide('asked'),
    /** ZSET key → since when (ms) a newcomer of this side passed for whom nobody was asked. */
    newcomers: ofSide('newcomers'),
  };
}
