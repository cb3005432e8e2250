import { describe, expect, test } from 'vitest';
import type { Measured } from '../../src/domain/profile.ts';
import { defaultAceptabitsSettings } from '../../src/simulators/aceptabits/settings.ts';
import { defaultManagementProSettings } from '../../src/simulators/managementpro/settings.ts';
import { type ProbeRigOptions, startProbeRig } from './probe-rig.ts';

/** The probe finds every mode of the simulators out by itself, and takes its test customers away in each. */

type Found = { readonly [K in keyof Measured]?: unknown };
type Mode = {
  readonly is: string;
  readonly managementpro?: ProbeRigOptions['managementpro'];
  readonly aceptabits?: ProbeRigOptions['aceptabits'];
  readonly finds: { readonly managementpro?: Found; readonly aceptabits?: Found };
};

const NOBODY_REFUSED = { code: '404', message: 'Sin resultados para {value}' };

const MODES: readonly Mode[] = [
  {
    is: 'servers as the documents have them',
    finds: {
      managementpro: {
        size: { received: 32, ours: 4, cap: undefined },
        order: { is: 'by-key' },
        registros: { means: 'returned', asText: false },
        unasked: { rows: 10 },
        paging: { by: undefined },
        update: { is: 'lands' },
        omitted: { are: 'kept', names: [] },
        unknownKey: { code: '405', status: 200 },
        wrongKey: { recognised: true },
        none: { key: { empty: true }, search: { empty: true } },
        lag: { ms: expect.any(Number) },
        forms: { name: [], legalName: [], email: [], phone: [] },
        search: { finds: true, foldsCase: true, foldsAccents: false },
        claves: { made: 'next' },
        methods: { GetVendedorLista: true },
        tidied: { works: true },
      },
      aceptabits: {
        pages: { rowsMax: 100 },
        order: { is: 'newest-first', tied: false },
        unknownKey: { code: '1375' },
        wrongKey: { code: '1273', recognised: true },
        none: { search: { empty: true } },
        forms: { name: [], lastname: [], email: [], phone: [] },
        search: { finds: true, foldsCase: true, foldsAccents: false },
        update: { is: 'lands', untaken: [], unemptied: [] },
        omitted: { are: 'kept', names: [] },
        methods: { 'show-customer': true, 'get-shops': true, 'get-agents': true },
        tidied: { works: true },
      },
    },
  },
  {
    is: 'a cap, a total, and text for numbers; pages of fifteen that share their times',
    managementpro: { cap: 20, registros: 'matching', numbersAsText: true },
    aceptabits: { pageMax: 15, tiedCreatedAt: true },
    finds: {
      managementpro: { size: { received: 20, cap: 20 }, registros: { means: 'matching', asText: true } },
      aceptabits: { pages: { rowsMax: 15 }, order: { tied: true } },
    },
  },
  {
    is: 'pages by two names, and other sizes of nothing',
    managementpro: { cap: 20, paging: { page: 'pagina', size: 'por_pagina', info: 'paginacion' } },
    aceptabits: { absent: ['show-customer', 'delete-customer'], absentAs: '405' },
    finds: {
      managementpro: { paging: { by: { page: 'pagina', size: 'registros' } } },
      aceptabits: { methods: { 'show-customer': false }, update: { is: 'lands' }, tidied: { works: false } },
    },
  },
  {
    is: 'an order that changes, claves with gaps, and edits that take some fields only',
    managementpro: { order: 'shuffled', claves: 'gaps' },
    aceptabits: { keepsWhenEmpty: ['phone'], editsOnly: ['name', 'phone', 'lastname'] },
    finds: {
      managementpro: { order: { is: 'changing' } },
      aceptabits: {
        update: { is: 'lands', untaken: ['email'], unemptied: ['phone'] },
      },
    },
  },
  {
    is: 'claves that are words, padded in the list; no update method',
    managementpro: { claves: 'text' },
    aceptabits: { updatePath: undefined, absentAs: 'html' },
    finds: {
      managementpro: { claves: { made: 'text' } },
      aceptabits: { update: { is: 'not-there' } },
    },
  },
  {
    is: 'claves in other forms; updates that do nothing, in an account of people alone',
    managementpro: { claveIn: { list: 'blanks', one: 'exact', write: 'bare' }, referencesAs: 'bare' },
    aceptabits: { ignoreUpdates: true, platformElements: false },
    finds: {
      managementpro: {
        claves: { forms: { list: 'blanks', one: 'exact', write: 'bare' }, referencesDiffer: true },
      },
      aceptabits: { update: { is: 'no-effect' }, platform: { customers: 0 } },
    },
  },
  {
    is: 'claves as numbers; the five customers of the platform, and edits that blank',
    managementpro: { claveIn: { list: 'exact', one: 'number', write: 'number' } },
    aceptabits: { omitted: 'blank' },
    finds: {
      managementpro: { claves: { forms: { list: 'exact', one: 'bare', write: 'bare' } } },
      aceptabits: { platform: { customers: 5 }, omitted: { are: 'blanked' } },
    },
  },
  {
    is: 'updates that do nothing',
    managementpro: { ignoreUpdates: true },
    aceptabits: { clockSkewMs: 3_600_000 },
    finds: {
      managementpro: { update: { is: 'no-effect' }, tidied: { works: false } },
      aceptabits: { created: { offMs: expect.toSatisfy((ms: number) => Math.abs(ms - 3_600_000) < 5_000) } },
    },
  },
  {
    is: 'an edit that blanks what a write can carry',
    managementpro: { omitted: 'blankForm', httpErrors: true },
    aceptabits: { defaultsAtCreate: { code_agent: 'pgbage9743164921458226' } },
    finds: {
      managementpro: { omitted: { are: 'blanked' }, unknownKey: { status: 404 }, wrongKey: { status: 401 } },
      aceptabits: { filled: { names: ['agent=pgbage9743164921458226'] } },
    },
  },
  {
    is: 'an edit that blanks everything, and a counter that is filled in',
    managementpro: { omitted: 'blank', defaultsAtCreate: { vendedor: '0000000001' } },
    aceptabits: { searchFolds: [] },
    finds: {
      managementpro: {
        omitted: { are: 'blanked-with-internals' },
        filled: { names: expect.arrayContaining(['salesperson=0000000001']) },
      },
      aceptabits: { search: { finds: true, foldsCase: false, foldsAccents: false } },
    },
  },
  {
    is: 'capitals, escapes and prefixes',
    managementpro: { normalise: ['upper', 'escape', { prefix: '+52', field: 'telefono_1' }] },
    aceptabits: { normalise: ['trim', 'backslash', { cut: 60 }] },
    finds: {
      managementpro: {
        forms: {
          name: expect.arrayContaining([{ kind: 'upper' }, { kind: 'escaped' }]),
          phone: expect.arrayContaining([{ kind: 'prefixed', prefix: '+52' }]),
        },
      },
      aceptabits: {
        forms: {
          name: expect.arrayContaining([
            { kind: 'trimmed' },
            { kind: 'backslashed' },
            { kind: 'cut', chars: 60 },
          ]),
        },
      },
    },
  },
  {
    is: 'letters garbled or lost',
    managementpro: { normalise: ['mojibake'] },
    aceptabits: { normalise: ['question'] },
    finds: {
      managementpro: { forms: { name: [{ kind: 'mojibake' }] } },
      aceptabits: { forms: { name: [{ kind: 'lost' }] } },
    },
  },
  {
    is: 'letters replaced',
    managementpro: { normalise: ['replacement'], searchFolds: ['case', 'accents'] },
    aceptabits: { normalise: ['replacement'], searchFolds: ['case', 'accents'] },
    finds: {
      managementpro: { forms: { name: [{ kind: 'lost' }] } },
      aceptabits: { forms: { name: [{ kind: 'lost' }] } },
    },
  },
  {
    is: 'a charset of its own that is declared, and searches that pass over accents',
    managementpro: { charset: 'iso-8859-1', charsetDeclared: true, searchFolds: ['case', 'accents'] },
    aceptabits: { charset: 'windows-1252', charsetDeclared: true, searchFolds: ['accents', 'case'] },
    finds: {
      managementpro: {
        answers: { contentType: expect.stringContaining('iso-8859-1') },
        forms: { name: [{ kind: 'lost' }] },
        search: { foldsCase: true, foldsAccents: true },
      },
      aceptabits: {
        answers: { contentType: expect.stringContaining('windows-1252') },
        forms: { name: [] },
        search: { foldsCase: true, foldsAccents: true },
      },
    },
  },
  {
    is: 'lists in other shapes',
    managementpro: { listOfOne: 'object', emptyList: 'null', rowsAs: 'object', contentType: 'text/plain' },
    aceptabits: { listOfOne: 'object', emptyList: 'text', rowsAs: 'object' },
    finds: {
      managementpro: {
        shapes: { many: 'object', one: 'row', none: 'null' },
        answers: { contentType: expect.stringContaining('text/plain') },
      },
      aceptabits: { shapes: { many: 'object', one: 'row', none: 'text' } },
    },
  },
  {
    is: 'an empty list that is told as an error',
    managementpro: { emptyListError: NOBODY_REFUSED },
    aceptabits: { emptyListError: { code: '1290', message: 'Nadie' } },
    finds: {
      managementpro: {
        none: { key: { code: '404', message: 'Sin resultados para …' }, search: { code: '404' } },
        shapes: { none: undefined },
      },
      aceptabits: { none: { search: { code: '1290' } } },
    },
  },
  {
    is: 'a lag of half a second, and rows with a field of their own',
    managementpro: { listLagMs: 500, rowPadBytes: 20 },
    aceptabits: { listLagMs: 500, rowPadBytes: 20 },
    finds: {
      managementpro: {
        lag: { ms: expect.toSatisfy((ms: number) => ms >= 450 && ms < 2_000) },
        answers: { unknownFields: ['observaciones'] },
        update: { is: 'lands' },
      },
      aceptabits: {
        lag: { ms: expect.toSatisfy((ms: number) => ms >= 450 && ms < 2_000) },
        answers: { unknownFields: ['observaciones'] },
        update: { is: 'lands' },
      },
    },
  },
  {
    is: 'others who create meanwhile, and slow answers',
    managementpro: { growth: 1, latencyMs: 20 },
    aceptabits: { growth: 1, latencyMs: 20 },
    finds: {
      managementpro: {
        growth: { rows: expect.any(Number) },
        speed: { medianMs: expect.toSatisfy((ms: number) => ms >= 20) },
      },
      aceptabits: {
        growth: { rows: expect.any(Number) },
        speed: { medianMs: expect.toSatisfy((ms: number) => ms >= 20) },
      },
    },
  },
  {
    is: 'a list that is too large for the server, and a row that breaks it',
    managementpro: { listRowsMax: 25, listTooLarge: 'error500' },
    aceptabits: { account: 'active' },
    finds: { managementpro: { size: { tooMuch: expect.stringContaining('1000') } } },
  },
  {
    is: 'a row that breaks the document',
    managementpro: { brokenRows: ['0000000005'] },
    finds: { managementpro: { size: { broken: expect.stringContaining('after clave 0000000004') } } },
  },
];

/** Some modes are told by waiting for what never comes. */
const WITHIN_MS = 60_000;

describe.concurrent('what the probe finds of', { timeout: WITHIN_MS }, () => {
  test.each(MODES)('$is', async ({ managementpro, aceptabits, finds }) => {
    const settings = Object.fromEntries(
      Object.entries(managementpro ?? {}).filter(([, v]) => v !== undefined),
    );
    await using rig = await startProbeRig({ managementpro: settings, aceptabits: aceptabits ?? {} });
    const { sides } = await rig.run();
    for (const { side, profile, ended } of sides) {
      const expected = finds[side];
      if (expected === undefined) continue;
      expect({ side, ended, ...profile.measured }).toMatchObject({ side, ended: undefined, ...expected });
    }
    const left = rig.managementpro.people
      .all()
      .filter(({ descripcion, estado }) => /ZZPU/i.test(descripcion) && estado === 'AC');
    const undone = sides.flatMap(({ tidied }) => tidied.left.map(({ key }) => key));
    expect(left.map(({ clave }) => clave).filter((key) => !undone.includes(key))).toEqual([]);
  });
});

/** Modes that no probe can see, and why. */
const UNSEEN: Readonly<Record<string, string>> = {
  idleMs: 'a reset of an idle connection is repeated by the transport',
  idleEnd: 'the same',
  listDripMs: 'it is slowness, which is measured as such',
  estadoIn: 'tested where customers are taken away',
  vendedores: 'what there is, not how it is told',
  catalogos: 'the same',
  editRefusals: 'they concern single customers',
  absentAs: 'a method that is absent is absent however it says so',
  authHeader: 'a setting of ours has to be right before anything answers',
  authPrefix: 'the same',
  account: 'a suspended account answers nothing but a refusal of the credentials',
};

test('no mode of the simulators is forgotten', () => {
  const settings = { ...defaultManagementProSettings(), ...defaultAceptabitsSettings() };
  const tried = new Set(
    MODES.flatMap((one) => [...Object.keys(one.managementpro ?? {}), ...Object.keys(one.aceptabits ?? {})]),
  );
  const forgotten = Object.keys(settings).filter((name) => !tried.has(name) && UNSEEN[name] === undefined);
  expect(forgotten).toEqual([]);
});
