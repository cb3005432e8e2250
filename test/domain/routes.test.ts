import { describe, expect, test } from 'vitest';
import { matchSalespeople } from '../../src/domain/routes.ts';

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
    expect(matchSalespeople(salespeople, agents, routes)).toEqual(expected);
  });
});
