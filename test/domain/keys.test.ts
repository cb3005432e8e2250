/** One key in the several forms that methods of one server give it. */
import { describe, expect, test } from 'vitest';
import { byReference, foldKey, listedForm } from '../../src/domain/keys.ts';
import { getAceptabits, getManagementPro, putAceptabits } from '../../src/domain/lens.ts';
import { routed, servesShop } from '../../src/domain/routes.ts';

describe('section 1: the forms of one key', () => {
  test.each([
    ['0000000015', '15'],
    [' 15 ', '15'],
    ['0002 ', '2'],
    ['000', '0'],
    ['V007', 'V007'],
    ['0A7', 'A7'],
    ['', ''],
  ])('"%s" folds to "%s"', (key, expected) => expect(foldKey(key)).toBe(expected));

  test.each([
    ['15', ['0000000014', '0000000015'], '0000000015'],
    ['0000000015', ['15'], '15'],
    ['15', ['15', '0000000015'], '15'],
    ['015', ['15', '0000000015'], undefined],
    ['15', ['0000000016'], undefined],
    ['15', ['0000000015', '0000000015'], '0000000015'],
    ['15', [], undefined],
  ])('%s among %s is %s', (answered, listed, expected) =>
    expect(listedForm(answered, listed)).toBe(expected),
  );

  test('a map is read by a reference in any form, and by none that its object has by itself', () => {
    expect(byReference({ '2': 'T2' }, '0002 ')).toBe('T2');
    expect(byReference({ '0002': 'T2', '2': 'X2' }, '2')).toBe('X2');
    expect(byReference({ '0002': 'T2', '2': 'X2' }, '02')).toBeUndefined();
    expect(byReference({}, '__proto__')).toBeUndefined();
  });
});

describe('section 3: reference claves are folded when they are compared', () => {
  const routes = { shops: { '2': 'T2' }, salespeople: { '7': 'A7', '08': 'A8' }, agentShops: { A7: 'T2' } };

  test('"0002 " finds its route', () => {
    expect(routed(routes.shops, '0002 ')).toBe('T2');
    expect(servesShop('0007 ', 'T2', routes)).toBe(true);
    expect(servesShop('0007 ', 'T9', routes)).toBe(false);
  });

  test('a vendedor in any form has its route, in the form of the routes', () => {
    expect(getManagementPro({ key: '1', salesperson: '0007 ', rest: {} }, routes).salesperson).toBe('7');
    expect(getManagementPro({ key: '1', salesperson: '8', rest: {} }, routes).salesperson).toBe('08');
    expect(getManagementPro({ key: '1', salesperson: '9', rest: {} }, routes).salesperson).toBeUndefined();
    expect(getAceptabits({ key: '1', agent: 'A7' }, routes).salesperson).toBe('7');
    expect(putAceptabits({ key: '1', agent: 'A8' }, { salesperson: '07' }, routes).agent).toBe('A7');
  });
});
