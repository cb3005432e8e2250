import type { Simulators } from '../../src/simulators/world.ts';
import { Ledger, type Now, type Person } from './ledger.ts';
import type { Reading, Shown } from './mortal.ts';
import { Salespeople } from './salespeople.ts';
import type { Side } from './script.ts';
import {
  canonical,
  FIELDS,
  type Field,
  mayBeMadeOf,
  type StoredRecord,
  same,
  unmapped,
  type Values,
  valuesOf,
} from './values.ts';

/** A write on its way, and the reading that it goes by: when that began, ms, and what it showed. */
type Save = { readonly sent: Partial<Values>; readonly startedAt: number; readonly read: Partial<Values> };

/** Nobody opened the record for it: whoever writes all the same knows everything that it goes over. */
const UNKNOWN: Save = { sent: {}, startedAt: Number.POSITIVE_INFINITY, read: {} };

/** What is being written, and what stood there before it and before its earlier tries. */
type Unread = {
  readonly sent: Values;
  readonly before: readonly Values[];
  /** Who wrote, and will read it back unless killed; whoever creates is told apart by the answer alone. */
  readonly by: symbol | undefined;
};

/** What a human being has done to a customer that no program can undo. Real time, ms. */
export type Tampering = {
  readonly person: Person;
  readonly how: 'deleted' | 'merged' | 'replaced';
  readonly key: string;
  readonly at: number;
  /** How many of their fields had had their first merge by then; none of whoever was not linked. */
  readonly merged: number;
  readonly values: Values;
};

type Typed = { readonly person: Person; readonly side: Side; readonly field: Field; readonly value: string };

const SIDES: readonly Side[] = ['managementpro', 'aceptabits'];
const NOTHING: Values = { name: '', email: '', phone: '' };

/** Knows every person, who stands behind each record, and every value that was ever typed. */
export class Town {
  readonly persons: Person[] = [];
  readonly typed: Typed[] = [];
  readonly ledger = new Ledger();
  readonly salespeople: Salespeople;
  readonly tamperings: Tampering[] = [];
  readonly #sims: Simulators;
  readonly #owners = new Map<string, Person>();
  readonly #byValue = new Map<string, Person>();
  /** What each record's owner left outside of the mapping. */
  readonly #rewritten = new Map<string, number>();
  readonly #left = new Map<string, { readonly own: string; readonly at: number }>();
  readonly #merged = new Map<Person, ReadonlySet<Field>>();
  /** Whose name has been written in another way: that travels too (section 3). */
  readonly #respelled = new Set<Person>();
  /** By record, oldest first. */
  readonly #saves = new Map<string, Save[]>();
  /** What is being written and has not been read back yet. */
  readonly #unread = new Map<string, Unread>();

  constructor(sims: Simulators) {
    this.#sims = sims;
    this.salespeople = new Salespeople(sims);
  }

  all(side: Side): readonly { readonly key: string; readonly record: StoredRecord }[] {
    return side === 'managementpro'
      ? this.#sims.managementpro.people.all().map((record) => ({ key: record.clave, record }))
      : this.#sims.aceptabits.people.all().map((record) => ({ key: record.code, record }));
  }

  record(side: Side, key: string): StoredRecord | undefined {
    return this.#sims[side].people.get(key);
  }

  valuesOf(side: Side, key: string): Values | undefined {
    const record = this.record(side, key);
    return record && valuesOf(side, record);
  }

  /** What a record holds outside of the mapping. */
  own(side: Side, key: string): string {
    const habits = this.#sims[side].settings.normalise.length > 0;
    return unmapped(side, this.#existing(side, key), habits);
  }

  ownerOf(side: Side, key: string): Person | undefined {
    return this.#owners.get(`${side} ${key}`);
  }

  keysOf(person: Person, side: Side): string[] {
    return this.all(side)
      .map(({ key }) => key)
      .filter((key) => this.ownerOf(side, key) === person);
  }

  newPerson(ambiguous = false, onBothAtFirst = false): Person {
    const person: Person = { id: this.persons.length + 1, ambiguous, tampered: false, onBothAtFirst };
    this.persons.push(person);
    return person;
  }

  /** A record that a human being made, with all that it says. */
  born(side: Side, key: string, person: Person): void {
    this.#own(side, key, person);
    const record = this.#existing(side, key);
    this.salespeople.named(person, side, record);
    const values = valuesOf(side, record);
    for (const field of FIELDS)
      if (canonical(field, values[field]) !== '') this.#note(side, key, person, field);
    this.leave(side, key);
  }

  /** A human being has changed a field of a record. */
  edited(side: Side, key: string, field: Field): void {
    this.leave(side, key);
    const person = this.ownerOf(side, key);
    if (person === undefined) return;
    this.#note(side, key, person, field);
    this.judge(person);
  }

  /** A human being has written a name in another way, with the same words. */
  respelled(side: Side, key: string): void {
    this.leave(side, key);
    const person = this.ownerOf(side, key);
    if (person !== undefined) this.#respelled.add(person);
  }

  /** True where somebody has ever typed into this field on this side, by the looks of a list that tells no lies. */
  isTypedOn(side: Side, field: Field): boolean {
    const isTyped = this.typed.some((one) => one.side === side && one.field === field);
    return isTyped || (field === 'name' && this.#respelled.size > 0);
  }

  /** An API write has changed a field from `old`. True when it could not know what it went over. */
  written(side: Side, key: string, field: Field, old: string): boolean {
    const person = this.ownerOf(side, key);
    if (person === undefined) return false;
    const value = valuesOf(side, this.#existing(side, key))[field];
    const { startedAt, read } = this.#saveOf(side, key, ({ sent }) => same(field, sent[field] ?? '', value));
    const putBack = read[field] !== undefined && same(field, read[field], value);
    const now = this.#now(person, field);
    return this.ledger.written({ person, side, key, field, old }, now, startedAt, putBack);
  }

  /** A daemon writes, and will read back what it wrote. */
  saving(side: Side, key: string, record: Shown, by: symbol, reading: Reading): void {
    const id = `${side} ${key}`;
    const now = this.valuesOf(side, key);
    const before = [...(this.#unread.get(id)?.before ?? []), ...(now === undefined ? [] : [now])];
    this.#unread.set(id, { sent: valuesIn(record), before, by });
    const save = { sent: valuesIn(record), startedAt: reading.startedAt, read: valuesIn(reading.record) };
    this.#saves.set(id, [...(this.#saves.get(id) ?? []), save]);
  }

  /** The writer reads: as long as it is shown what was there before its write, that one may yet be on its way. */
  read(side: Side, key: string, record: Shown | undefined, reader: symbol): void {
    const id = `${side} ${key}`;
    const unread = this.#unread.get(id);
    if (record === undefined || unread === undefined || (unread.by ?? reader) !== reader) return;
    const shown = valuesIn(record);
    const isLate = FIELDS.some(
      (field) =>
        !same(field, unread.sent[field], shown[field]) &&
        unread.before.some((old) => same(field, old[field], shown[field])),
    );
    if (!isLate) this.#unread.delete(id);
  }

  /** Nobody reads back what a dead daemon has written but whoever reads the record next. */
  died(daemon: symbol): void {
    for (const [id, unread] of this.#unread)
      if (unread.by === daemon) this.#unread.set(id, { ...unread, by: undefined });
  }

  /** True for a write of what both sides have agreed on since their first merge, and nobody has typed since (rule 5). */
  isEcho(side: Side, key: string, field: Field, old: string): boolean {
    const person = this.ownerOf(side, key);
    if (person === undefined || person.tampered || person.ambiguous) return false;
    const value = valuesOf(side, this.#existing(side, key))[field];
    const merged = this.#merged.get(person)?.has(field) ?? false;
    if (field === 'name' && this.#respelled.has(person)) return false;
    return merged && same(field, old, value) && this.ledger.isAgreed(person, field);
  }

  /** A human being has named another salesperson, or none. */
  soldBy(side: Side, key: string): void {
    const person = this.ownerOf(side, key);
    if (person !== undefined) this.salespeople.named(person, side, this.#existing(side, key));
  }

  /** A human being takes a record away, or gives it to somebody else; it still is as it was. */
  tamper(side: Side, key: string, how: Tampering['how']): void {
    const person = this.ownerOf(side, key);
    if (person === undefined) return;
    const values = valuesOf(side, this.#existing(side, key));
    const merged = this.#merged.get(person)?.size ?? 0;
    this.tamperings.push({ person, how, key, at: Date.now(), merged, values });
    person.tampered = true;
  }

  isLinked(person: Person): boolean {
    return (this.#merged.get(person)?.size ?? 0) > 0;
  }

  /** A human being was at this record: what it holds outside of the mapping is as it should be. */
  leave(side: Side, key: string, shownAfterMs = 0): void {
    this.#left.set(`${side} ${key}`, { own: this.own(side, key), at: Date.now() + shownAfterMs });
  }

  isAsLeft(side: Side, key: string): boolean {
    const left = this.#left.get(`${side} ${key}`);
    return left === undefined || left.own === this.own(side, key);
  }

  /**
   * True when an owner was at the record after a write's own reading of it: the write could not know. Nor can the next one,
   * as long as a server that lags shows what stood there before this write.
   */
  isUnknowing(side: Side, key: string): boolean {
    const unknowing = this.isTouchedSince(side, key);
    if (unknowing) this.leave(side, key, this.#sims[side].settings.listLagMs);
    return unknowing;
  }

  /** The API has changed this record, in the name of another daemon or of a job that was run twice. */
  rewritten(side: Side, key: string): void {
    this.#rewritten.set(`${side} ${key}`, Date.now());
  }

  /** True when anybody, another write included, was at this record after the reading that the newest write goes by. */
  isMovedSince(side: Side, key: string): boolean {
    const { startedAt } = this.#saveOf(side, key, () => true);
    return this.isTouchedSince(side, key) || (this.#rewritten.get(`${side} ${key}`) ?? 0) >= startedAt;
  }

  /** True when a human being was at this record after the reading that the newest write of it goes by. */
  isTouchedSince(side: Side, key: string): boolean {
    const { startedAt } = this.#saveOf(side, key, () => true);
    return (this.#left.get(`${side} ${key}`)?.at ?? 0) >= startedAt;
  }

  /** A record that the API made belongs to whoever has one of its values. */
  adopt(side: Side, key: string): Person | undefined {
    const values = valuesOf(side, this.#existing(side, key));
    const person = FIELDS.map((field) => this.#byValue.get(valueId(field, values[field]))).find(Boolean);
    if (person === undefined) return undefined;
    this.#own(side, key, person);
    this.salespeople.created(person);
    this.leave(side, key);
    for (const field of FIELDS) this.written(side, key, field, values[field]);
    // The answer of the other side's create carries the whole record.
    if (side === 'managementpro')
      this.#unread.set(`${side} ${key}`, { sent: values, before: [NOTHING], by: undefined });
    return person;
  }

  /**
   * Whoever has the first field merged is linked: whatever their values, they are who they are from now on. A field
   * whose first merge is an open conflict has none yet, and is still filled by the side that has a value (rule 3).
   */
  merged(fieldsOf: ReadonlyMap<string, readonly Field[]>): void {
    for (const [clave, fields] of fieldsOf) {
      const person = this.ownerOf('managementpro', clave);
      if (person !== undefined) this.#merged.set(person, new Set(fields));
    }
  }

  #existing(side: Side, key: string): StoredRecord {
    const record = this.record(side, key);
    if (record === undefined) throw new Error(`no record ${key} in ${side}`);
    return record;
  }

  #own(side: Side, key: string, person: Person): void {
    this.#owners.set(`${side} ${key}`, person);
  }

  #note(side: Side, key: string, person: Person, field: Field): void {
    const value = valuesOf(side, this.#existing(side, key))[field];
    this.typed.push({ person, side, field, value });
    const merged = this.#merged.get(person)?.has(field) ?? false;
    const unread = this.#untellable(side, key, field, value);
    this.ledger.typed(person, side, field, this.#now(person, field), { merged, unread });
    const id = valueId(field, value);
    if (canonical(field, value) !== '' && !this.#byValue.has(id)) this.#byValue.set(id, person);
  }

  /** The newest save that fits: two jobs may be at one record at once, each with a reading of its own. */
  #saveOf(side: Side, key: string, fits: (save: Save) => boolean): Save {
    const saves = this.#saves.get(`${side} ${key}`) ?? [];
    return saves.findLast(fits) ?? saves.at(-1) ?? UNKNOWN;
  }

  /** What a write had sent that nobody has read back, where what was typed over it can pass for what became of it. */
  #untellable(side: Side, key: string, field: Field, value: string): string | undefined {
    const unread = this.#unread.get(`${side} ${key}`);
    if (unread === undefined) return undefined;
    const { sent, before } = unread;
    const replaced = before.map((old) => old[field]).filter((old) => !same(field, old, sent[field]));
    if (replaced.length === 0) return undefined;
    const passes = replaced.some((old) => same(field, old, value)) || mayBeMadeOf(field, sent[field], value);
    return passes ? sent[field] : undefined;
  }

  #now(person: Person, field: Field): Now {
    const [managementpro, aceptabits] = SIDES.map((side) => {
      const [key] = this.keysOf(person, side);
      return key === undefined ? undefined : valuesOf(side, this.#existing(side, key))[field];
    });
    return { managementpro, aceptabits };
  }

  /** Whoever is on both sides without a link can be recognised only as long as the two records agree. */
  judge(person: Person): void {
    if (this.isLinked(person)) return;
    const pairs = FIELDS.map((field) => [field, this.#now(person, field)] as const);
    const told = pairs.filter(
      ([field, now]) => canonical(field, now.managementpro ?? '') && canonical(field, now.aceptabits ?? ''),
    );
    if (pairs.some(([, now]) => now.managementpro === undefined || now.aceptabits === undefined)) return;
    const agree = told.filter(([field, now]) =>
      same(field, now.managementpro ?? '', now.aceptabits ?? ''),
    ).length;
    if (agree < 2 && (agree === 0 || told.length > 1)) person.ambiguous = true;
  }
}

function valuesIn({ name, lastname, email, phone }: Shown): Values {
  return { name: `${name ?? ''} ${lastname ?? ''}`, email: email ?? '', phone: phone ?? '' };
}

function valueId(field: Field, value: string): string {
  return `${field} ${canonical(field, value)}`;
}
