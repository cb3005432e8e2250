/** Prices as lists have them, when two services are one, and all that may be wrong with a list. */
import { describe, expect, test } from 'vitest';
import { planServices, priceOf, serviceId } from '../../src/domain/service.ts';

test.each([
  ['$1,234.50', '1234.50'],
  ['1.234,50', '1234.50'],
  ['1234,5', '1234.50'],
  ['1,234', '1234.00'],
  ['12', '12.00'],
  ['$ 180.5 MXN', '180.50'],
  ['MX$0', '0.00'],
  ['', '0.00'],
  ['0012.10', '12.10'],
])('a price written %s is %s', (written, price) => expect(priceOf(written)).toBe(price));

test.each(['mucho', '-5', '1.234', '12.345', '1,23,456', '1e3', '$', '1234567890', '1,234.5.6'])(
  'a price written %s is none: nothing is guessed',
  (written) => expect(priceOf(written)).toBeUndefined(),
);

describe('two services are one', () => {
  const id = (name: string, shop = 's') => serviceId({ shop, name });
  test.each([
    ['Corte de cabello', '  corte  DE cabello '],
    ['Depilación', 'Depilacion'],
    ['Corte & peinado', 'Corte &amp; peinado'],
    ['Corte & peinado', 'Corte &amp;amp; peinado'],
  ])('%s and %s', (a, b) => expect(id(a)).toBe(id(b)));
  test.each([
    ['Uñas', 'Unas'],
    ['Corte 1/2', 'Corte 12'],
    ['***', '+++'],
  ])('but not %s and %s', (a, b) => expect(id(a)).not.toBe(id(b)));
  test('nor the same name in two shops', () => expect(id('Corte', 'a')).not.toBe(id('Corte', 'b')));
});

test('all that is wrong with a list is told by line, and what is there already is not created', () => {
  const known = [{ key: 'k1', name: 'CORTE', priceMxn: '180', shop: 'centro' }];
  const around = { known, shop: 'centro', shops: new Set(['centro', 'norte']) };
  const line = (line: number, name: string, price = '10', shop = '') => ({ line, name, price, shop });
  const plan = planServices(
    [
      line(2, 'Corte', '180.00'),
      line(3, 'Corte', '200', 'norte'),
      line(4, 'Tinte'),
      line(5, 'tinte', '20'),
      line(6, '', 'x', 'sur'),
      line(7, 'Depilaci\uFFFDn'),
      line(8, 'corte', '200'),
    ],
    around,
  );
  expect(plan.there.map(({ line, key }) => [line, key])).toEqual([[2, 'k1']]);
  expect(plan.fresh.map((one) => one.line)).toEqual([3, 4]);
  expect(plan.complaints.map((one) => one.line)).toEqual([5, 6, 6, 6, 7, 8, 8]);
});
