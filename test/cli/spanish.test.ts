import type { Command } from 'commander';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { es } from '../../src/cli/words/es.ts';
import { speak } from '../../src/cli/words/words.ts';
import { DETAIL } from '../../src/report/doctor/words.ts';
import { type Rig, startRig } from '../rig.ts';
import { linkedPair } from '../sync/situations.ts';
import { environmentOf, puente } from './puente.ts';

/** Commands speak Spanish to people where LANG or --lang says so; what programs read stays as it is. */

const REVIEW = { name: 'review', email: 'review', phone: 'review', salesperson: 'managementpro' } as const;

let rig: Rig;
let clave: string;
beforeAll(async () => {
  rig = await startRig({ config: { policies: REVIEW } });
  const pair = await linkedPair(rig, 1);
  clave = pair.clave;
  rig.managementpro.people.edit(clave, { email_1: 'ventas@erp.mx' });
  rig.aceptabits.people.edit(pair.code, { email: 'hola@tienda.mx' });
  await rig.cycles(1);
});
afterAll(() => rig.close());
afterEach(() => speak('en'));

const inSpanish = (...args: string[]) => puente(args, { ...environmentOf(rig), LANG: 'es_MX.UTF-8' });
const inEnglish = (...args: string[]) => puente(args, { ...environmentOf(rig), LANG: 'en_US.UTF-8' });

const valuesOf = (text: string) => (text.match(/\{\w+\}/gu) ?? []).toSorted();

test('each Spanish sentence holds the values of its English one', () => {
  for (const [english, spanish] of Object.entries({ ...es, ...DETAIL }))
    expect([english, valuesOf(spanish)]).toEqual([english, valuesOf(english)]);
});

test('the help of every command is in Spanish', () => {
  const told = (command: Command): string[] => [
    ...[command, ...command.options, ...command.registeredArguments].map(({ description }) =>
      typeof description === 'function' ? command.description() : description,
    ),
    ...command.commands.flatMap(told),
  ];
  speak('en');
  const english = told(createProgram());
  speak('es');
  const spanish = told(createProgram());
  expect(english.length).toBeGreaterThan(100);
  const lists = 'linked, created, updated, conflict, decision, parked…';
  const same = english.filter((text, index) => text !== '' && text !== lists && text === spanish[index]);
  expect(same).toEqual([]);
});

test('what waits is said in Spanish, whether the shell or --lang asks for it', async () => {
  const listed = await inSpanish('conflicts', 'list');
  expect(listed.out).toContain('marca');
  expect(listed.out).toContain('correo');
  const ageless = ({ out }: { out: string }) => out.replaceAll(/\d+ s /gu, '');
  expect(ageless(await inEnglish('conflicts', 'list', '--lang', 'es'))).toBe(ageless(listed));
  expect((await inSpanish('conflicts', 'list', '--lang=en')).out).toContain('email');
  expect((await inSpanish('matches')).out).toBe('No espera ninguna coincidencia.\n');
  expect((await inSpanish('handwork')).out).toBe('No hay nada por capturar.\n');
  expect((await inSpanish('history')).out).toContain('qué pasó');
  expect((await inSpanish('why', clave)).out).toMatch(/· .*(conflicto|distint|Espera)/u);
  expect((await inSpanish('pause', clave)).out).toContain(`${clave} está en pausa.`);
  expect((await inSpanish('resume', clave)).out).toContain(`${clave} sigue otra vez.`);
});

test('doctor finds the same in Spanish, and says so; what the sides and Redis say stays as they say it', async () => {
  const away = { ACEPTABITS_TOKEN: 'wrong', ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/' };
  const settings = { ...environmentOf(rig), ...away, COLUMNS: '400', LANG: 'es_MX.UTF-8' };
  const { out } = await puente(['doctor'], settings);
  for (const words of [
    'todas las variables son válidas',
    'ManagementPro: clave',
    'responde y acepta nuestra clave',
    'ninguno en marcha en este espacio (NAMESPACE)',
    's del de esta máquina',
    'bad port',
  ])
    expect(out).toContain(words);
  const { out: json } = await puente(['doctor', '--json'], settings);
  const english = (JSON.parse(json) as { detail: string }[]).map(({ detail }) => detail);
  expect(english).toContain('it answers and accepts our credentials');
  // Three words in a row are a sentence, and none of ours is left in English.
  const sentences = english.filter((detail) => /[a-z]+ [a-z]+ [a-z]+/u.test(detail));
  expect(sentences.filter((detail) => out.includes(detail))).toEqual([]);
});

test('what goes wrong is said in Spanish too, with the same exit code', async () => {
  for (const [args, words] of [
    [['why', 'nadie'], 'aquí nadie tiene la clave o el código nadie'],
    [['approve', 'zzz'], 'zzz no es ningún plan'],
    [['release', 'elsewhere', 'x'], 'elsewhere no es un sistema'],
    [['conflicts', 'resolve', clave, 'name'], 'este campo (nombre) nunca se deja vacío'],
    [['resync', '--all'], 'ningún Puente trabaja en este espacio'],
    [['conflcits'], 'error: comando desconocido'],
    [['links', 'add', clave, 'nadie'], 'aquí nadie tiene el código nadie'],
    [['links', 'import', '/nowhere.csv'], 'no se puede leer /nowhere.csv'],
  ] as const) {
    const spanish = await inSpanish(...args);
    expect(spanish.err).toContain(words);
    expect([args, (await inEnglish(...args)).code]).toEqual([args, spanish.code]);
  }
});

test('programs read the same in every language', async () => {
  for (const args of [['conflicts'], ['matches'], ['handwork'], ['history'], ['plan', '--csv', '-']]) {
    const json = args.includes('--csv') ? args : [...args, '--json'];
    expect([args, (await inSpanish(...json)).out]).toEqual([args, (await inEnglish(...json)).out]);
  }
});
