import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  classifyAceptabits,
  classifyManagementPro,
  ERROR_TABLE,
  explain,
} from '../../src/domain/error-table.ts';

/** Every code that the five contracts and the page of further facts print, as printed there. */
const PRINTED = {
  aceptabits: {
    success: ['0039', '0044', '0046', '0047', '0048', '0051', '0052', '0053', '0062', '0076', '0079'],
    credentials: [
      '0000',
      '0003',
      '1223',
      '1227',
      '1235',
      '1236',
      '1273',
      '1274',
      '1276',
      '1289',
      '1192',
      '1373',
      '1376',
      '1446',
      '1450',
      '1463',
      '1466',
    ],
    request: ['1575', '1576', '1583', '1584', '1285', '1225', '1374', '1447', '1464', '1571'],
    data: ['1277', '1224', '1343', '1344', '1607', '1375', '1448', '1449', '1465', '1615'],
    reference: ['1286', '1287', '1288', '1226'],
    trouble: ['1275', '1290', '1291', '1237', '1228', '1377', '1378'],
  },
  managementpro: { success: ['200'], unknown: ['404', '405'] },
} as const;

const printed = Object.entries(PRINTED).flatMap(([side, classes]) =>
  Object.entries(classes).flatMap(([name, codes]) =>
    (codes as readonly string[]).map((code) => ({ side: side as keyof typeof PRINTED, name, code })),
  ),
);

describe('the table of codes (section 5)', () => {
  it.each(printed)('$side $code is in the table as $name', ({ side, name, code }) => {
    const row = ERROR_TABLE.find((r) => r.side === side && r.code === code);
    expect(row?.kind).toBe(name === 'success' ? 'success' : 'error');
    expect(row?.errorClass ?? 'success').toBe(name);
  });

  it('holds no other code of a side, and none twice', () => {
    const own = ERROR_TABLE.filter((r) => r.side !== undefined).map((r) => `${r.side} ${r.code}`);
    expect(own.sort()).toEqual(printed.map(({ side, code }) => `${side} ${code}`).sort());
    expect(new Set(own).size).toBe(own.length);
  });

  it('gives each row the action of its class and words in both languages', () => {
    for (const row of ERROR_TABLE) {
      expect(row.action).toBe(row.errorClass ? ACTIONS[row.errorClass] : 'none');
      expect(row.meaning.es.length).toBeGreaterThan(10);
      expect(row.meaning.en.length).toBeGreaterThan(10);
    }
  });

  it('explains the outcomes that no document names', () => {
    expect(explain('aceptabits', 'http-502').code).toBe('http-5xx');
    expect(explain('managementpro', '500').code).toBe('http-5xx');
    expect(explain('aceptabits', '9999').errorClass).toBe('unknown');
    expect(explain('managementpro', '1287').errorClass).toBe('unknown');
    expect(explain('aceptabits', 'refused')).toMatchObject({ errorClass: 'trouble', clearNo: true });
  });
});

describe("Aceptabits' refusals", () => {
  const cases: [string, Parameters<typeof classifyAceptabits>[0], string, string, boolean][] = [
    ['a documented refusal', { status: 400, code: '1287', waits: false }, '1287', 'reference', true],
    ['a refusal sent with a 5xx', { status: 500, code: '1287', waits: false }, '1287', 'reference', false],
    ['their trouble', { status: 500, code: '1290', waits: false }, '1290', 'trouble', false],
    ['a token refused', { status: 401, code: '1276', waits: false }, '1276', 'credentials', true],
    ['a 401 without a code', { status: 401, waits: false }, 'http-401', 'credentials', true],
    ['a 403 from anywhere', { status: 403, waits: false }, 'http-403', 'credentials', false],
    ['too fast', { status: 429, waits: true }, 'http-429', 'pace', true],
    ['too fast, even with a code', { status: 429, code: '1287', waits: false }, 'http-429', 'pace', true],
    ['busy, with a wait', { status: 503, waits: true }, 'http-503', 'pace', false],
    ['busy, without one', { status: 503, waits: false }, 'http-5xx', 'trouble', false],
    ['a gateway', { status: 502, waits: false }, 'http-502', 'trouble', false],
    ['an unknown code', { status: 400, code: '9999', waits: false }, '9999', 'unknown', false],
    ['an unknown code with a 500', { status: 500, code: '9999', waits: false }, '9999', 'trouble', false],
    ['an unknown path', { status: 404, waits: false }, 'http-404', 'unknown', false],
    ['a page instead of JSON', { status: 200, waits: false }, 'unreadable', 'trouble', false],
    ['a success that is none', { status: 400, code: '0052', waits: false }, '0052', 'unknown', false],
  ];
  it.each(cases)('%s', (_name, refusal, code, errorClass, clearNo) => {
    expect(classifyAceptabits(refusal)).toEqual({ code, errorClass, clearNo });
  });
});

describe("ManagementPro's refusals go by their message", () => {
  const cases: [string, string, boolean][] = [
    ['El apikey no es válido', 'credentials', true],
    ['API KEY incorrecta', 'credentials', true],
    ['El campo descripcion es requerido', 'data', true],
    ['La descripción es obligatoria', 'data', true],
    ['El RFC no tiene un formato válido', 'data', true],
    ['El campo vendedor no es válido, la clave 9 no existe', 'reference', true],
    ['No se encontró la sucursal', 'reference', true],
    ['El cliente 0000000009 no existe', 'unknown', false],
    ['Cliente "Sucursal Norte" no existe', 'unknown', false],
    ['Detalle del mensaje de error', 'unknown', false],
    ['', 'unknown', false],
    // Said perhaps after the customer was stored, so it is no clear no.
    ['Se produjo un error al enviar el correo', 'data', false],
  ];
  it.each(cases)('%s', (message, errorClass, clearNo) => {
    for (const code of ['404', '405']) {
      expect(classifyManagementPro({ status: 200, code, message, waits: false })).toEqual({
        code,
        errorClass,
        clearNo,
      });
    }
  });

  it('is never a clear no with a 5xx', () => {
    const refusal = { status: 500, code: '404', message: 'El campo rfc es requerido', waits: false };
    expect(classifyManagementPro(refusal)).toMatchObject({ errorClass: 'data', clearNo: false });
  });

  it('takes a 5xx in the envelope, or around it, for trouble', () => {
    const message = 'Error interno del servidor';
    const verdict = { errorClass: 'trouble', clearNo: false };
    expect(classifyManagementPro({ status: 200, code: '500', message, waits: false })).toMatchObject(verdict);
    expect(classifyManagementPro({ status: 500, code: '404', message, waits: false })).toMatchObject(verdict);
    expect(classifyManagementPro({ status: 404, code: '404', message, waits: false })).toEqual({
      code: '404',
      errorClass: 'unknown',
      clearNo: false,
    });
  });
});
