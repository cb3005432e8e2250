/** What an update did beside, and who is to be spared the same (rule 6). */
import { describe, expect, test } from 'vitest';
import type { AceptabitsRecord, ManagementProRecord } from '../../src/domain/customer.ts';
import { compareWrite, signatureOf, wouldCause } from '../../src/domain/side-effect.ts';

const CLIENTE: ManagementProRecord = {
  key: '0000000015',
  name: 'Comercializadora "El Águila" & Hijos del Sureste S.A. de C.V.',
  email: 'facturas@elaguila.mx',
  phone: '999 423 45 67',
  salesperson: '0000000002',
  salespersonName: 'Francisco Pérez López',
  shop: '0002',
  active: true,
  legalName: 'Comercializadora El Águila del Sureste S.A. de C.V. ',
  rfc: 'CAS010203AB1',
  rest: {
    phone2: '9991112233',
    street: "Calle 60 'A'",
    priceScheme: '3',
    taxGroup: 'IVA16',
    addressLine1: 'Calle 60',
  },
};

type Change = Partial<ManagementProRecord>;
const rest = (change: Record<string, string>): Change => ({ rest: { ...CLIENTE.rest, ...change } });
const without = (name: keyof typeof CLIENTE.rest): Change => {
  const { [name]: _, ...left } = CLIENTE.rest;
  return { rest: left };
};

describe('rule 6: a write is compared with the whole record before and after', () => {
  test.each<[string, Change, [string, string][]]>([
    ['nothing but what was sent', {}, []],
    ['a text is gone', { legalName: '' }, [['legalName', 'emptied']]],
    ['what no write can carry is gone', without('priceScheme'), [['priceScheme', 'emptied']]],
    ['a reference is gone', { salesperson: '' }, [['salesperson', 'emptied']]],
    [
      'entities',
      { name: CLIENTE.name?.replaceAll('&', '&amp;').replaceAll('"', '&quot;') },
      [['name', 'escaped']],
    ],
    ['numeric entities', rest({ street: 'Calle 60 &#039;A&#039;' }), [['street', 'escaped']]],
    ['backslashes', rest({ street: "Calle 60 \\'A\\'" }), [['street', 'escaped']]],
    ['a prefix', { rfc: 'RFC CAS010203AB1' }, [['rfc', 'grown']]],
    ['what a list does not tell', { legalName: undefined }, []],
    ['a trimmed blank', { legalName: CLIENTE.legalName?.trim() }, []],
    ['another case', { legalName: CLIENTE.legalName?.toUpperCase() }, []],
    ['a phone that is written otherwise', { phone: '+529994234567' }, []],
    ['a derived line', rest({ addressLine1: '' }), []],
    ['the name of a salesperson', { salespersonName: '' }, []],
    ['a clerk who types another street', rest({ street: 'Calle 62' }), []],
    ['a clerk who fills in an empty contact', rest({ contact1: 'Sra. Concepción' }), []],
  ])('%s', (_, change, expected) => {
    const found = compareWrite(CLIENTE, { ...CLIENTE, ...change }, ['email']);
    expect(found.map(({ field, kind }) => [field, kind])).toEqual(expected);
  });

  test('what the update was sent for is recognised elsewhere', () => {
    const after = { ...CLIENTE, name: '', salesperson: '' };
    expect(compareWrite(CLIENTE, after, ['name', 'salesperson'])).toEqual([]);
    const before: AceptabitsRecord = { key: 'c1', name: 'Lucía', lastname: 'Poot Ek', agent: 'a1' };
    expect(
      compareWrite(before, { key: 'c1', name: '', lastname: '', agent: '' }, ['name', 'salesperson']),
    ).toEqual([]);
  });

  test('once escaped is escaped again', () => {
    const once = { ...CLIENTE, legalName: 'Ruiz &amp; Hijos' };
    const twice = { ...CLIENTE, legalName: 'Ruiz &amp;amp; Hijos' };
    expect(compareWrite(once, twice, ['phone'])).toMatchObject([{ field: 'legalName', kind: 'escaped' }]);
  });

  test('is one and the same thing at two customers only where the same was added to the same text', () => {
    const grown = (added: string, field = 'rfc') => signatureOf({ field, kind: 'grown', added });
    expect(grown('X…')).toBe(grown('X…'));
    expect(grown('X…')).not.toBe(grown('…, local 4'));
    expect(grown('X…')).not.toBe(grown('X…', 'street'));
    const escaped = (field: string) => signatureOf({ field, kind: 'escaped', added: '' });
    expect(escaped('name')).toBe(escaped('street'));
  });

  test('would be done again to what holds something to escape, and otherwise to everybody', () => {
    const plain = { ...CLIENTE, name: 'Lucía Poot Ek', rest: {} };
    expect([CLIENTE, plain].map((record) => wouldCause({ kind: 'escaped' }, record))).toEqual([true, false]);
    expect(wouldCause({ kind: 'emptied' }, plain)).toBe(true);
  });
});
