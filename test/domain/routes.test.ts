/** The agent that belongs to a vendedor without a route, where exactly one does. */
import { describe, expect, test } from 'vitest';
import { matchSalespeople } from '../../src/domain/route-proposals.ts';

const JUAN = { code: 'A1', name: 'Juan Pérez' };
const EVA = { code: 'A2', name: 'Eva Paz' };

describe('section 3: a vendedor without a route is matched to the one agent of the same name', () => {
  test.each([
    ['one of the same name', { V1: 'Juan Pérez' }, [JUAN, EVA], {}, { V1: 'A1' }],
    ['accents, case and blanks apart', { V1: ' JUAN  PEREZ' }, [JUAN], {}, { V1: 'A1' }],
    ['each finds his own', { V1: 'Juan Pérez', V2: 'Eva Paz' }, [EVA, JUAN], {}, { V1: 'A1', V2: 'A2' }],
    ['nobody of that name', { V1: 'Luz Gil' }, [JUAN, EVA], {}, {}],
    ['two agents of that name', { V1: 'Juan Pérez' }, [JUAN, { ...JUAN, code: 'A3' }], {}, {}],
    [
      'two salespeople of that name: a route must lead back',
      { V1: 'Juan Pérez', V2: 'juan perez' },
      [JUAN],
      {},
      {},
    ],
    ['a route of the file is not found again', { V1: 'Juan Pérez' }, [JUAN], { V1: 'A9' }, {}],
    ['an agent who has a route is taken', { V2: 'Juan Pérez' }, [JUAN], { V1: 'A1' }, {}],
    [
      'the routed namesake leaves the other agent',
      { V1: 'Juan Pérez', V2: 'Juan Pérez' },
      [JUAN, { ...JUAN, code: 'A3' }],
      { V1: 'A1' },
      { V2: 'A3' },
    ],
    ['no name is nobody', { V1: '', V2: '---' }, [{ code: 'A1', name: '' }], {}, {}],
    ['no agents', { V1: 'Juan Pérez' }, [], {}, {}],
    [
      'a clave that names a property of every object',
      { constructor: 'Juan Pérez' },
      [JUAN],
      {},
      { constructor: 'A1' },
    ],
  ] as const)('%s', (_, salespeople, agents, routes, expected) => {
    const named = Object.entries(salespeople).map(([key, name]) => ({ key, name }));
    const known = agents.map(({ code, name }) => ({ key: code, name }));
    expect(matchSalespeople(named, known, routes)).toEqual(expected);
  });
});

describe('section 3: e-mail and phone tell, too', () => {
  const agents = [
    { key: 'A1', name: 'Ventas Centro', email: 'Juan.Perez@Tienda.mx', phone: '(999) 123 4567' },
    { key: 'A2', name: 'Eva Paz', email: 'eva@tienda.mx', phone: '' },
  ];
  const found = (...salespeople: Parameters<typeof matchSalespeople>[0]) =>
    matchSalespeople(salespeople, agents, {});

  test('the same e-mail or phone under another name', () => {
    expect(found({ key: 'V1', name: 'Juan Pérez Canché', email: 'juan.perez@tienda.mx ' })).toEqual({
      V1: 'A1',
    });
    expect(found({ key: 'V1', name: 'J. Pérez', phone: '+52 999 123 4567' })).toEqual({ V1: 'A1' });
  });
  test('what speaks for two is for a person to say', () => {
    expect(found({ key: 'V1', name: 'Eva Paz', email: 'juan.perez@tienda.mx' })).toEqual({});
  });
  test('an address that two salespeople share is nobody of the two', () => {
    const shared = { name: 'Uno', email: 'eva@tienda.mx' };
    expect(found({ ...shared, key: 'V1' }, { ...shared, key: 'V2', name: 'Dos' })).toEqual({});
  });
  test('whoever has left makes room for whoever is there', () => {
    const one = { name: 'Eva Paz', email: 'eva@tienda.mx' };
    expect(found({ ...one, key: 'V1', active: false }, { ...one, key: 'V2', active: true })).toEqual({
      V2: 'A2',
    });
    expect(found({ ...one, key: 'V1', active: false })).toEqual({ V1: 'A2' });
  });
});
