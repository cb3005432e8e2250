import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Link } from '../../src/domain/link.ts';
import type { StoredRecord } from '../../src/domain/record.ts';
import { linkIn, linkText, recordIn, recordText } from '../../src/store/packed.ts';

/** What is written is what is read, its names in the same order, and a value that stands there twice is written once. */

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '1', 'Mérida', '5512345678'));
const some = (names: readonly string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, text])), { requiredKeys: [] });
const rest = fc.dictionary(
  fc.oneof(fc.constantFrom('phone2', 'city', 'a', '_a', '.', 'address.a'), fc.string()),
  text,
);
const notes = fc.record(
  { jumped: fc.boolean(), unsure: fc.constant(true), lacks: fc.array(fc.constantFrom('email', 'rfc')) },
  { requiredKeys: [] },
);

const inOrder = (value: unknown) => JSON.stringify(value);

test('a record comes back as it was', () => {
  const own = some(['name', 'email', 'phone', 'salesperson', 'salespersonName', 'legalName', 'rfc']);
  const shape = fc.tuple(text, own, fc.option(rest), fc.nat(), fc.nat(), notes);
  fc.assert(
    fc.property(shape, ([key, flat, others, firstSeen, sequence, note]) => {
      const record = { key, ...flat, active: true, ...(others && { rest: others }) };
      const stored = { record, firstSeen, sequence, ...note } as unknown as StoredRecord;
      const back = recordIn(key, recordText(stored));
      expect(back).toEqual(stored);
      expect(inOrder(back.record)).toBe(inOrder(record));
    }),
  );
});

test('a link comes back as it was, with whatever is noted of it', () => {
  const customer = some(['name', 'email', 'phone', 'salesperson']);
  fc.assert(
    fc.property(text, text, customer, customer, fc.anything(), (clave, code, m, a, noted) => {
      const said: unknown = noted === undefined ? undefined : JSON.parse(JSON.stringify(noted) ?? 'null');
      const base = { managementpro: m, aceptabits: a };
      const link = {
        clave,
        code,
        since: 1,
        base,
        rfc: 'VERO791021FSA',
        sent: said,
        later: said,
      } as unknown as Link;
      expect(linkIn(clave, linkText(link))).toEqual(link);
    }),
  );
});

test('neither the key nor a value that both sides have is written twice', () => {
  const customer = {
    name: 'Distribuidora de Aceros del Bajío S.A. de C.V.',
    email: 'compras@aceros.mx',
    phone: '4771234567',
  };
  const link = {
    clave: '0000000012',
    code: 'pgbcus1',
    since: 1,
    base: { managementpro: customer, aceptabits: customer },
  };
  const written = linkText(link);
  for (const value of Object.values(customer)) expect(written.split(value)).toHaveLength(2);
  expect(written).not.toContain(link.clave);
});
