import type { Link } from '../../src/domain/link.ts';
import { type KeptEvent, recentHistory } from '../../src/store/history.ts';
import { linkIn } from '../../src/store/packed.ts';
import type { KeptWait } from '../../src/store/records.ts';
import { leftIntents } from './engine-room.ts';
import { growthProblems } from './escaping.ts';
import type { Entry } from './journal.ts';
import type { Destroyed, Person } from './ledger.ts';
import { recordedAt } from './on-record.ts';
import type { Side } from './script.ts';
import type { Stage } from './stage.ts';
import type { Tampering, Town } from './town.ts';
import { FIELDS, type Field, same, tellsNothing, valuesOf } from './values.ts';

/** What the state after a history says. `exempt`: kept apart by a rule until a person decides, counted by kind. */
export type Finding = {
  readonly problems: readonly string[];
  readonly exempt: Readonly<Record<string, number>>;
};

type Facts = {
  readonly town: Town;
  readonly links: readonly Link[];
  readonly events: readonly KeptEvent[];
  readonly entries: readonly Entry[];
  readonly blanked: ReadonlySet<Side>;
  readonly hiddenAtFirst: ReadonlySet<Person>;
  readonly waitsOf: (id: string) => readonly KeptWait[];
  readonly problems: string[];
  exempted(kind: string): void;
};

const SIDES: readonly Side[] = ['managementpro', 'aceptabits'];
const OTHER = { managementpro: 'aceptabits', aceptabits: 'managementpro' } as const;
const EVENTS_MAX = 100_000;

/** The invariants of a history's end, whatever happened in it. */
export async function findings(stage: Stage): Promise<Finding> {
  const [life] = stage.lives;
  if (life === undefined) return { problems: ['nobody is alive'], exempt: {} };
  const { store } = life.app.context;
  const exempt: Record<string, number> = {};
  const waits = await store.redis.hgetall(store.keys.waits);
  const links = await store.redis.hgetall(store.keys.links);
  const facts: Facts = {
    town: stage.town,
    links: Object.entries(links).map(([clave, raw]) => linkIn(clave, raw)),
    events: await recentHistory(store, EVENTS_MAX),
    entries: stage.journal.entries,
    blanked: stage.blanked,
    hiddenAtFirst: stage.hiddenAtFirst,
    waitsOf: (id) => JSON.parse(waits[id] ?? '[]') as KeptWait[],
    problems: [],
    exempted: (kind) => {
      exempt[kind] = (exempt[kind] ?? 0) + 1;
    },
  };
  for (const event of facts.events.toReversed()) stage.tell(`on record: ${JSON.stringify(event)}`);
  for (const intent of await leftIntents(life)) facts.problems.push(`an intent is left: ${intent}`);
  checkLinks(facts, await store.redis.hgetall(store.keys.codes));
  for (const side of SIDES) {
    for (const { key } of stage.town.all(side))
      if (!stage.town.isAsLeft(side, key))
        facts.problems.push(`${side} ${key} is not as its owner left it: ${stage.town.own(side, key)}`);
  }
  for (const person of stage.town.persons) checkPerson(facts, person);
  for (const entry of stage.journal.entries) checkEntry(facts, entry);
  for (const side of SIDES) facts.problems.push(...growthProblems(side, facts));
  for (const edit of stage.town.ledger.destroyed) checkDestroyed(facts, edit);
  for (const { person, what } of stage.town.ledger.returned)
    if (!isHiddenAtFirst(facts, person)) facts.problems.push(`person ${person.id} ${what}`);
  return { problems: facts.problems, exempt };
}

/** Links are one-to-one, and both ends are one person. */
function checkLinks({ links, town, problems }: Facts, codes: Readonly<Record<string, string>>): void {
  if (Object.keys(codes).length !== links.length)
    problems.push(`${links.length} links and ${Object.keys(codes).length} codes`);
  for (const { clave, code } of links) {
    if (codes[code] !== clave) problems.push(`the link ${clave} – ${code} is not known by its code`);
    const [one, other] = [town.ownerOf('managementpro', clave), town.ownerOf('aceptabits', code)];
    if (one !== other && !one?.tampered && !other?.tampered)
      problems.push(`two persons are linked: ${clave} (${one?.id}) – ${code} (${other?.id})`);
  }
}

function checkPerson(facts: Facts, person: Person): void {
  const { town, links, problems } = facts;
  const codes = town.keysOf(person, 'aceptabits');
  // Locked and emptied by hand, a record is the platform's own to everybody (rule 9), and its person is somebody new.
  const persons = codes.filter((code) => !isPlatforms(facts, code));
  const keys = {
    managementpro: town.keysOf(person, 'managementpro'),
    aceptabits: persons.length > 0 ? persons : codes,
  };
  if (person.tampered) {
    facts.exempted('tampered');
    checkTampered(facts, person);
    return;
  }
  if (isHiddenAtFirst(facts, person)) {
    facts.exempted('hidden at first');
    return;
  }
  const most = person.ambiguous ? 2 : 1;
  const sides = SIDES.filter((side) => keys[side].length > most);
  for (const side of sides)
    problems.push(`person ${person.id} is in ${side} ${keys[side].length} times: ${keys[side].join(', ')}`);
  const [clave] = keys.managementpro;
  const [code] = keys.aceptabits;
  const link = links.find((one) => one.clave === clave);
  if (link === undefined || code === undefined || link.code !== code) checkAlone(facts, person, clave, code);
  else checkValues(facts, person, link);
}

/** Rule 2: whoever was linked and is gone is left alone, and who has got somebody else's key overwrites nobody. */
function checkTampered(facts: Facts, person: Person): void {
  // The other record of one whom only a human being can tell is somebody else to everybody else.
  if (person.ambiguous) return;
  for (const tampering of facts.town.tamperings.filter((one) => one.person === person)) {
    if (tampering.how === 'deleted' && tampering.merged > 0) checkDeleted(facts, tampering);
    // With less to go by, nothing tells a person whose record was given away from one who has changed.
    const isTelling = FIELDS.every((field) => tampering.values[field].trim() !== '');
    if (tampering.how === 'replaced' && tampering.merged === FIELDS.length && isTelling)
      checkReplaced(facts, tampering);
  }
}

function checkDeleted({ town, entries, problems }: Facts, { person, at: deletedAt }: Tampering): void {
  for (const { side, key, created, at } of entries)
    if (created && side === 'aceptabits' && at > deletedAt && town.ownerOf(side, key) === person)
      problems.push(`person ${person.id} was deleted by hand, and created again: ${key}`);
}

function checkReplaced(
  { town, entries, problems }: Facts,
  { person, key: clave, at: replacedAt }: Tampering,
): void {
  const stranger = town.ownerOf('managementpro', clave);
  const theirs = town.typed.filter((one) => one.person === stranger && one.value.trim() !== '');
  for (const { side, key, changes, at } of entries) {
    if (side !== 'aceptabits' || at <= replacedAt || town.ownerOf(side, key) !== person) continue;
    for (const { field, value } of changes)
      if (theirs.some((one) => one.field === field && same(field, one.value, value)))
        problems.push(`person ${person.id} was overwritten with who has got ${clave}: ${field} "${value}"`);
  }
}

/**
 * Spelled otherwise than on the other side, whom the first list hides no search finds either: the person is there
 * twice, and each of the two pairs has a story of its own.
 */
function isHiddenAtFirst({ town, hiddenAtFirst }: Facts, person: Person): boolean {
  if (!hiddenAtFirst.has(person) || !person.onBothAtFirst || person.ambiguous) return false;
  return SIDES.some((side) => town.keysOf(person, side).length > 1);
}

/** Locked, without a mailbox and without a number that can be called: Aceptabits' own, and no person (rule 9). */
function isPlatforms({ town }: Facts, code: string): boolean {
  const customer = town.record('aceptabits', code);
  if (customer === undefined || !('isEditable' in customer) || customer.isEditable !== 0) return false;
  const { email, phone } = valuesOf('aceptabits', customer);
  return !/@\S+\.\S/.test(email) && !/[1-9]/.test(phone);
}

/** Who stands on one side only, or on both without a link, must have a reason. */
function checkAlone(facts: Facts, person: Person, clave: string | undefined, code: string | undefined): void {
  const waits = [
    ...(clave === undefined ? [] : facts.waitsOf(`managementpro:${clave}`)),
    ...(code === undefined ? [] : facts.waitsOf(`aceptabits:${code}`)),
  ].map(nameOf);
  const cliente = clave === undefined ? undefined : facts.town.record('managementpro', clave);
  const inactive = cliente !== undefined && 'estado' in cliente && cliente.estado === 'BA';
  if (clave === undefined && code !== undefined && isPlatforms(facts, code)) {
    facts.exempted('platform');
    return;
  }
  const refused = waits.find((name) => name.startsWith('parked') && name !== 'parked cannot-tell-apart');
  if (refused !== undefined) facts.problems.push(`person ${person.id} is set aside: ${refused}`);
  const reason = waits[0] ?? (inactive ? 'inactive' : person.ambiguous ? 'ambiguous' : undefined);
  if (reason !== undefined) facts.exempted(reason);
  else facts.problems.push(`person ${person.id} is not on both sides: ${clave} – ${code}`);
}

const WHOLE_LINK: readonly string[] = ['missing', 'suspended', 'inactive', 'paused', 'unseen'];

function checkValues(facts: Facts, person: Person, link: Link): void {
  const waits = facts.waitsOf(`managementpro:${link.clave}`);
  const whole = waits.find(({ kind }) => WHOLE_LINK.includes(kind));
  if (whole !== undefined) {
    facts.exempted(whole.kind);
    return;
  }
  for (const field of FIELDS) checkField(facts, person, link, field, waits);
  checkSalesperson(facts, person, link, waits);
}

/** The same salesperson on both sides, as far as both have them, and none whom nobody has ever named. */
function checkSalesperson(
  { town, problems }: Facts,
  person: Person,
  { clave, code }: Link,
  waits: readonly KeptWait[],
): void {
  const [cliente, customer] = [town.record('managementpro', clave), town.record('aceptabits', code)];
  if (cliente === undefined || customer === undefined) return;
  const told = `person ${person.id} (${clave} – ${code})`;
  if (!town.salespeople.isNamed(person, 'managementpro', cliente))
    problems.push(`${told} has a salesperson in managementpro whom nobody has named`);
  if (!town.salespeople.isNamed(person, 'aceptabits', customer))
    problems.push(`${told} has a salesperson in aceptabits whom nobody has named`);
  const waiting = waits.some((wait) => 'field' in wait && wait.field === 'salesperson');
  if (!waiting && !town.salespeople.agree(cliente, customer))
    problems.push(`${told} has two salespeople: ${JSON.stringify([cliente, customer])}`);
}

function concerns(wait: KeptWait, field: Field): boolean {
  return wait.kind === 'parked' || ('field' in wait && wait.field === field);
}

function checkField(
  facts: Facts,
  person: Person,
  { clave, code }: Link,
  field: Field,
  waits: readonly KeptWait[],
): void {
  const [cliente, customer] = [
    facts.town.record('managementpro', clave),
    facts.town.record('aceptabits', code),
  ];
  if (cliente === undefined || customer === undefined) return;
  const [one, other] = [valuesOf('managementpro', cliente)[field], valuesOf('aceptabits', customer)[field]];
  if (same(field, one, other)) return;
  const wait = waits.find((some) => concerns(some, field));
  if (tellsNothing(field, one) && tellsNothing(field, other)) facts.exempted('nothing told');
  else if (wait !== undefined) facts.exempted(nameOf(wait));
  else if (facts.town.ledger.isMistaken(person, field)) facts.exempted('raced');
  else
    facts.problems.push(`person ${person.id} (${clave} – ${code}) ${field} differs: "${one}" | "${other}"`);
}

function nameOf(wait: KeptWait): string {
  return wait.kind === 'parked' ? `parked ${wait.code}` : wait.kind;
}

/** An edit that a write has gone over is on record as the loser of a conflict. */
function checkDestroyed(facts: Facts, edit: Destroyed): void {
  const { person, side, key, field, value, by, typedAt, raced } = edit;
  if (person.tampered || person.ambiguous || isHiddenAtFirst(facts, person)) return;
  const kept = facts.events.some(
    ({ kind, conflict, ...event }) =>
      kind === 'conflict' &&
      (side === 'managementpro' ? event.clave : event.code) === key &&
      conflict?.field === field &&
      conflict.winner !== side &&
      same(field, conflict[side], value) &&
      // What is typed once more, unseen in between, is the conflict that is on record already.
      (recordedAt({ kind, conflict, ...event }) >= typedAt || same(field, conflict[OTHER[side]], by)),
  );
  if (kept) return;
  // A list that had lost the field said the same as the emptying: both agreed, and then the list has its value again.
  if (
    field === 'email' &&
    value.trim() === '' &&
    facts.blanked.has(side === 'managementpro' ? 'aceptabits' : 'managementpro')
  ) {
    facts.exempted('emptied beside a lie');
    return;
  }
  if (raced || isOverUnremembered(facts, edit)) facts.exempted('raced');
  else facts.problems.push(`person ${person.id} ${field}: "${value}" in ${side} ${key} is lost to "${by}"`);
}

/**
 * True for the old value typed anew over a write that was not on record by then: whoever had read it back was killed
 * before it could remember that, and nobody after it can tell that the write has ever landed.
 */
function isOverUnremembered({ entries, events }: Facts, edit: Destroyed): boolean {
  const { side, key, field, value, by, typedAt } = edit;
  const write = entries.findLast(
    (entry) =>
      entry.side === side &&
      entry.key === key &&
      entry.at <= typedAt &&
      entry.changes.some(
        (change) => change.field === field && same(field, change.old, value) && same(field, change.value, by),
      ),
  );
  if (write === undefined) return false;
  return !events.some(
    (event) =>
      event.side === side &&
      (side === 'managementpro' ? event.clave : event.code) === key &&
      hasChange(event, field, by) &&
      recordedAt(event) >= write.at &&
      recordedAt(event) <= typedAt,
  );
}

/**
 * What an unclear create has made, and nobody but a person can recognise: it is on record under the customer that it
 * was made for.
 */
function isAskedAbout({ events, town }: Facts, side: Side, key: string): boolean {
  const person = town.ownerOf(side, key);
  const source: Side = side === 'managementpro' ? 'aceptabits' : 'managementpro';
  const given = town.tamperings
    .filter((one) => one.person === person && one.how === 'replaced')
    .map((one) => one.key);
  // It was made for a clave that bears another person by now (rule 2): that clave is what a person is asked about.
  const sources = person === undefined ? [] : [...town.keysOf(person, source), ...given];
  return events.some(
    ({ kind, cause, clave, code }) =>
      kind === 'parked' &&
      JSON.stringify(cause).includes('cannot-tell-apart') &&
      sources.includes((source === 'managementpro' ? clave : code) ?? ''),
  );
}

/** Nothing is written that is not on record. */
function checkEntry(facts: Facts, { side, key, created, at, changes }: Entry): void {
  const { events, problems, town } = facts;
  const own = events.filter((event) => (side === 'managementpro' ? event.clave : event.code) === key);
  // Deleted by hand before it was read back: what was sent is noted, in case the record returns (rule 2).
  const isDeleted = town.record(side, key) === undefined;
  if (created) {
    if (isDeleted || own.some(({ kind }) => ['created', 'adopted', 'linked'].includes(kind))) return;
    if (!isAskedAbout(facts, side, key)) problems.push(`the creation of ${side} ${key} is not on record`);
    return;
  }
  const person = town.ownerOf(side, key);
  const mistaken = (field: Field, value: string) =>
    person !== undefined && town.ledger.isUntellable(person, field, value, at);
  for (const { field, value } of changes)
    if (
      !isDeleted &&
      !mistaken(field, value) &&
      !own.some((event) => event.side === side && hasChange(event, field, value))
    )
      problems.push(`a write is not on record: ${side} ${key} ${field} "${value}"`);
}

function hasChange(event: KeptEvent, field: Field, value: string): boolean {
  return (event.changes ?? []).some((change) => change.field === field && same(field, change.new, value));
}
