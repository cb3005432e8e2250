import type { Redis } from 'ioredis';
import type { Side } from '../domain/customer.ts';
import type { Link } from '../domain/link.ts';
import { hashFields, NO_KEY, scoresOf } from './hash-fields.ts';
import type { Keys } from './keys.ts';
import { linkIn, recordIn } from './packed.ts';
import { type KeptWait, type Loaded, type LoneNote, type Subject, subjectId } from './records.ts';

type Place = {
  readonly redis: Redis;
  readonly keys: Keys;
  subjectsOf(side: Side, keys: readonly string[]): Promise<Subject[]>;
};

function parsed<T>(text: string | null | undefined): T | undefined {
  return text === null || text === undefined ? undefined : (JSON.parse(text) as T);
}

/** Subjects as they stand now, links resolved; three round trips whatever their number. */
export async function loadSubjects(place: Place, asked: readonly Subject[]): Promise<Loaded[]> {
  if (asked.length === 0) return [];
  const byId = new Map((await resolved(place, asked)).map((subject) => [subjectId(subject), subject]));
  const subjects = [...byId.values()];
  const claves = subjects.map(({ side, key }) => (side === 'managementpro' ? key : NO_KEY));
  const [rawLinks, waits, lone, passed, agreed, since] = await subjectRows(place, subjects, claves);
  const links = rawLinks.map((raw, index) => (raw ? linkIn(claves[index] ?? '', raw) : undefined));
  const codes = codesOf(subjects, links);
  const [managementpro, aceptabits] = await Promise.all([
    hashFields(place.redis, place.keys.records('managementpro'), claves),
    hashFields(place.redis, place.keys.records('aceptabits'), codes),
  ]);
  return subjects.map((subject, index) => ({
    subject,
    link: links[index],
    rawLink: rawLinks[index] ?? undefined,
    rawRecords: {
      managementpro: managementpro[index] ?? undefined,
      aceptabits: aceptabits[index] ?? undefined,
    },
    managementpro: recordAt<'managementpro'>(managementpro, claves, index),
    aceptabits: recordAt<'aceptabits'>(aceptabits, codes, index),
    waits: parsed<KeptWait[]>(waits[index]) ?? [],
    rawWaits: waits[index] ?? undefined,
    lone: parsed<LoneNote>(lone[index]) ?? {},
    rawLone: lone[index] ?? undefined,
    passed: passed[index] ?? undefined,
    agreed: agreed[index] ?? undefined,
    since: since[index] === null || since[index] === undefined ? undefined : Number(since[index]),
  }));
}

function recordAt<S extends Side>(texts: readonly (string | null)[], keys: readonly string[], index: number) {
  const text = texts[index];
  return text ? recordIn<S>(keys[index] ?? '', text) : undefined;
}

async function resolved(place: Place, asked: readonly Subject[]): Promise<Subject[]> {
  const codes = asked.filter(({ side }) => side === 'aceptabits').map(({ key }) => key);
  const found = new Map((await place.subjectsOf('aceptabits', codes)).map((to, index) => [codes[index], to]));
  return asked.map((subject) =>
    subject.side === 'aceptabits' ? (found.get(subject.key) ?? subject) : subject,
  );
}

async function subjectRows({ redis, keys }: Place, subjects: readonly Subject[], claves: readonly string[]) {
  const ids = subjects.map(subjectId);
  return Promise.all([
    hashFields(redis, keys.links, claves),
    hashFields(redis, keys.waits, ids),
    hashFields(redis, keys.lone, ids),
    hashFields(redis, keys.passed, ids),
    hashFields(redis, keys.agreed, ids),
    scoresOf(redis, keys.work, ids),
  ]);
}

function codesOf(subjects: readonly Subject[], links: readonly (Link | undefined)[]): string[] {
  return subjects.map(({ side, key }, index) =>
    side === 'aceptabits' ? key : (links[index]?.code ?? NO_KEY),
  );
}
