/** The decision table of a field as a table that anybody can read and add a row to (rule 4). */
import { afterAll, describe, expect, test } from 'vitest';
import { type Customer, FIELDS, type Field, SIDES, type Side } from '../../src/domain/customer.ts';
import type { Link } from '../../src/domain/link.ts';
import type { Wait } from '../../src/domain/link-waits.ts';
import { POLICIES, type Policy } from '../../src/domain/merge.ts';
import { planLink } from '../../src/domain/plan-link.ts';
import { settle } from '../../src/domain/settle.ts';
import { FIELD_TABLE, PERSON_CASES, VALUES } from './merge-vectors.ts';
import { linkWith, NOW, rulesWith, sentBy, stateWith } from './states.ts';

type Row = Readonly<Record<string, string>>;
type Vector = { readonly title: string; readonly field: Field; readonly policy: Policy; readonly row: Row };

const COLUMNS = [
  'situation',
  'base M',
  'base A',
  'now M',
  'now A',
  'policy',
  'given',
  'to M',
  'to A',
  'waits',
  'bases',
];
const NAMED: Readonly<Record<string, Side>> = { M: 'managementpro', A: 'aceptabits' };
const LETTER = { managementpro: 'M', aceptabits: 'A' } as const;

function rowsOf(table: string): Row[] {
  const lines = table
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [head, , ...rows] = lines;
  expect(head).toEqual(COLUMNS);
  // A bar too many or too few would move every cell after it into another column.
  for (const cells of rows) expect(cells, cells.join(' | ')).toHaveLength(COLUMNS.length);
  return rows.map((cells) =>
    Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index] ?? ''])),
  );
}

const WORDLESS: Readonly<Record<string, string | undefined>> = {
  empty: '',
  blank: '  ',
  lost: undefined,
  unsaid: undefined,
};

function knows(field: Field, word: string): boolean {
  return Object.hasOwn(WORDLESS, word) || VALUES[field]?.[word] !== undefined;
}

function value(field: Field, word: string): string | undefined {
  if (Object.hasOwn(WORDLESS, word)) return WORDLESS[word];
  const known = VALUES[field]?.[word];
  if (known === undefined) throw new Error(`the ${field} has no "${word}"`);
  return known;
}

/** A value's text, for the places where only text can stand. */
const text = (field: Field, word: string) => value(field, word) ?? '';

/** The words for values that a line uses; a field without one of them (a salesperson is never upper-cased) skips it. */
function wordsIn(row: Row): string[] {
  const given = row.given?.match(/(?:answer|sent|tried|seen) (\S+?)(?=[,\s]|$)/gu) ?? [];
  const said = given
    .flatMap((part) => (part.split(' ')[1] ?? '').split('/'))
    .filter((word) => word !== 'to' && word !== 'three');
  const cells = ['base M', 'base A', 'now M', 'now A'].map((column) => row[column] ?? '');
  return [...cells, ...said];
}

function fieldsOf(row: Row): Field[] {
  return FIELDS.filter((field) => wordsIn(row).every((word) => knows(field, word)));
}

function policiesOf(row: Row): Policy[] {
  return POLICIES.filter((policy) => row.policy === 'any' || row.policy === policy);
}

function vectorsOf(row: Row): Vector[] {
  return fieldsOf(row).flatMap((field) =>
    policiesOf(row).map((policy) => ({
      title: `${row.situation} (${field}, ${policy}${row.given ? `; ${row.given}` : ''})`,
      field,
      policy,
      row,
    })),
  );
}

/** The other fields stand still, so that whatever happens to them is wrong. */
const STILL: Customer = { name: 'Ana Ruiz', email: 'ana@ruiz.mx', phone: '55 1234 5678', salesperson: 'V01' };

function setUp({ field, row, policy }: Vector) {
  const given = (row.given ?? '').split(', ').filter((part) => part !== '');
  const now = { M: value(field, row['now M'] ?? ''), A: value(field, row['now A'] ?? '') };
  let link = linkWith({
    base: {
      managementpro: { ...STILL, [field]: value(field, row['base M'] ?? '') },
      aceptabits: { ...STILL, [field]: value(field, row['base A'] ?? '') },
    },
  });
  const shown: Record<Side, Customer | undefined> = {
    managementpro: { ...STILL, [field]: now.M },
    aceptabits: { ...STILL, [field]: now.A },
  };
  const facts = { active: true, editable: true };
  let canUpdate = true;
  const readBack = given.includes('read back');
  const settling: Side[] = [];
  for (const part of given) {
    const [, side] = /(?:in|to) ([MA])\b/u.exec(part) ?? [];
    const at = NAMED[side ?? ''];
    if (part === 'read back') continue;
    else if (part === 'no update method') canUpdate = false;
    else if (part === 'not editable') facts.editable = false;
    else if (part === 'BA') facts.active = false;
    else if (part === 'paused') link = { ...link, paused: NOW };
    else if (part === 'frozen') link = { ...link, frozen: { [field]: NOW } };
    else if (part === 'A not seen') shown.aceptabits = undefined;
    else if (part === 'M not seen') shown.managementpro = undefined;
    else if (part.startsWith('missing') && at) link = { ...link, missing: { ...link.missing, [at]: NOW } };
    else if (part.startsWith('parked') && at) {
      const fingerprint = part.endsWith('before the change') ? 'yesterday' : 'today';
      link = {
        ...link,
        parked: { [at]: { errorClass: 'data', code: '1277', detail: 'no', fingerprint, at: NOW } },
      };
    } else if (part.startsWith('answer')) link = { ...link, wanted: { [field]: answer(field, given) } };
    else if (part.startsWith('seen')) continue;
    else if (part.startsWith('sent') && at) {
      link = { ...link, sent: { [at]: { [field]: note(link, { field, at, part }, now, 1) } } };
      settling.push(at);
    } else if (part.startsWith('tried') && at) {
      const parked = {
        errorClass: 'not-landed',
        code: 'not-landed',
        detail: '',
        fingerprint: 'yesterday',
        at: NOW,
      } as const;
      link = {
        ...link,
        parked: { [at]: parked },
        sent: { [at]: { [field]: note(link, { field, at, part }, now, 3) } },
      };
    } else throw new Error(`nobody knows what "${part}" means`);
  }
  const settled = settling.reduce(
    (soFar, side) => settle(soFar, side, shown[side] ?? {}, { readBack, now: NOW, lagMs: 60_000 }),
    link,
  );
  return {
    before: link,
    state: stateWith({ link: settled, shown, ...facts }),
    rules: rulesWith(policy, canUpdate),
  };
}

function answer(field: Field, given: readonly string[]) {
  const [, word = ''] = /^answer (\S+)$/u.exec(given.find((part) => part.startsWith('answer')) ?? '') ?? [];
  const [, m = '', a = ''] =
    /^seen (\S+)\/(\S+)$/u.exec(given.find((part) => part.startsWith('seen')) ?? '') ?? [];
  const seen = { managementpro: text(field, m), aceptabits: text(field, a) };
  return { value: text(field, word), seen, by: 'Eva', at: NOW };
}

/** What was sent is the value named, or the one that the other side shows. */
function note(
  link: Link,
  { field, at, part }: { field: Field; at: Side; part: string },
  now: { M?: string | undefined; A?: string | undefined },
  tries: number,
) {
  const [, named] = /^(?:sent|tried) (\S+) (?:to|three)/u.exec(part) ?? [];
  const from = (at === 'aceptabits' ? now.M : now.A) ?? '';
  const sent = named === undefined || named === 'three' ? from : text(field, named);
  const carried = link.wanted?.[field]?.value === sent ? from : sent;
  return { value: sent, before: link.base[at][field] ?? '', from: carried, tries, at: NOW, job: 'job' };
}

function expectedWrite(field: Field, cell: string) {
  const [sent = '', over] = cell.split(' over ');
  return { [field]: { value: text(field, sent), ...(over !== undefined && { over: text(field, over) }) } };
}

function inWords(wait: Wait): string {
  if (wait.kind === 'conflict') return wait.first ? 'first conflict' : 'conflict';
  if (wait.kind === 'held') return `held: ${wait.reason.replaceAll('-', ' ')}`;
  return wait.kind === 'missing' ? `missing in ${LETTER[wait.side]}` : wait.kind;
}

function expectedBases({ field, row }: Vector, before: Link): Link['base'] {
  if (row.bases === 'stay') return before.base;
  const [m = '', a = ''] = row.bases === 'move' ? [row['now M'], row['now A']] : (row.bases ?? '').split('/');
  return {
    managementpro: { ...STILL, [field]: text(field, m) },
    aceptabits: { ...STILL, [field]: text(field, a) },
  };
}

function run(vector: Vector): void {
  const { field, row } = vector;
  const { before, state, rules } = setUp(vector);
  const plan = planLink(state, rules);
  expect(sentBy(plan.writes)).toEqual({
    ...(row['to M'] && { managementpro: expectedWrite(field, row['to M']) }),
    ...(row['to A'] && { aceptabits: expectedWrite(field, row['to A']) }),
  });
  expect([...plan.refused.map(() => 'refused'), ...plan.waits.map(inWords)].join(', ')).toBe(row.waits);
  expect(plan.link.base).toEqual(expectedBases(vector, before));
  const again = planLink({ ...state, link: plan.link }, rules);
  expect({ ...again, refused: plan.refused }).toEqual(plan);
}

const rows = rowsOf(FIELD_TABLE);
const all = rows.flatMap(vectorsOf);

describe('merge vectors: one field', () => {
  test.each(all.map((vector) => [vector.title, vector] as const))('%s', (_, vector) => run(vector));
});

describe('merge vectors: rule 2, a key that bears another person', () => {
  const named = ([name, email, phone]: readonly [string, string, string, rfc?: string]): Customer => ({
    name,
    email,
    phone,
  });
  test.each(PERSON_CASES.map((one) => [one.title, one] as const))('Rule 2: %s', (_, one) => {
    const base = one.firstMerge ? {} : named(one.base);
    const link = linkWith({
      base: { managementpro: base, aceptabits: base },
      rfc: one.rfc?.[0],
      vouched: one.vouched && { managementpro: { ...named(one.vouched), rfc: one.vouched[3] } },
    });
    const shown = { managementpro: named(one.m), aceptabits: named(one.a) };
    const readings = { managementpro: { jumped: true, unsure: one.unsure } };
    const plan = planLink(
      stateWith({ link, shown, rfc: one.rfc?.[1], readings }),
      rulesWith('managementpro'),
    );
    const suspended = plan.waits.flatMap((wait) => (wait.kind === 'suspended' ? [wait.side] : []));
    expect(suspended).toEqual(one.suspended);
    // A suspended link overwrites nobody; any other goes on until both sides show the same.
    const differs = SIDES.some((side) => JSON.stringify(shown[side]) !== JSON.stringify(shown.managementpro));
    expect(Object.keys(sentBy(plan.writes)).length > 0).toBe(suspended.length === 0 && differs);
  });
});

describe('Rule 4: a value that a policy overrules is noted, whatever keeps the other from going over it', () => {
  const base = { managementpro: { name: 'Ana' }, aceptabits: { name: 'Ana' } };
  const shown = { managementpro: { name: 'Eva' }, aceptabits: { name: 'Luz' } };
  const parked = { errorClass: 'data', code: '1277', detail: '', fingerprint: 'today', at: NOW } as const;

  test.each([
    ['nothing', {}, true, []],
    ['no update method', {}, false, ['held']],
    ['frozen', { frozen: { name: NOW } }, true, ['frozen']],
    ['parked', { parked: { aceptabits: parked } }, true, ['parked']],
  ] as const)('%s', (_, more, canUpdate, waits) => {
    const state = stateWith({ link: linkWith({ base, ...more }), shown });
    const plan = planLink(state, rulesWith('managementpro', canUpdate));
    expect(plan.waits.map(({ kind }) => kind)).toEqual(waits);
    expect(plan.link.overruled).toEqual({ name: { side: 'aceptabits', value: 'Eva', over: 'Luz' } });
    const typed = { ...shown, aceptabits: { name: 'Eva' } };
    const over = planLink({ ...state, link: plan.link, shown: typed }, rulesWith('managementpro', canUpdate));
    expect(over.link.overruled).toEqual({});
  });
});

/** Fewer than there are by a few: whoever takes a page of the table away by mistake hears of it. */
const SITUATIONS_MIN = 220;
const VECTORS_MIN = 1900;

// A misspelt word would make its line hold for no field at all, or for no policy, and the line would pass unseen.
test('every line of the table is tried, with each of its words', () => {
  const untried = rows.filter((row) => vectorsOf(row).length === 0);
  expect(untried.map((row) => Object.values(row).join(' | '))).toEqual([]);
});

// Only the salesperson may lack a word: no server upper-cases a key or cuts it off.
test('every line of the table holds for the name, the e-mail and the phone', () => {
  const partly = rows.filter((row) => !FIELDS.every((f) => f === 'salesperson' || fieldsOf(row).includes(f)));
  expect(partly.map((row) => row.situation)).toEqual([]);
});

test('the vectors are many, each of them different', () => {
  const distinct = new Set(all.map(({ title, row }) => `${title} ${JSON.stringify(row)}`));
  expect(distinct.size).toBe(all.length);
  expect(rows.length).toBeGreaterThanOrEqual(SITUATIONS_MIN);
  expect(all.length).toBeGreaterThanOrEqual(VECTORS_MIN);
});

afterAll(() => {
  console.info(
    `merge vectors: ${rows.length} situations, ${all.length} cases over fields and policies, ${PERSON_CASES.length} of rule 2`,
  );
});
