import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepBrake, release } from '../../src/people/release-brake.ts';
import { brakePlan } from '../../src/report/brake-plan.ts';
import { brakesView } from '../../src/report/brakes.ts';
import { viewCustomer } from '../../src/report/customer.ts';
import { handworkView } from '../../src/report/handwork.ts';
import { type Rig, startRig } from '../rig.ts';
import { JOSE, MARIA, OF_JOSE, OF_MARIA } from './rule-10-accidents.ts';
import { inAceptabits, inManagementPro, movableClock, type Pair, person, waitsOf } from './situations.ts';

/** Section 2: a corrected route is no edit; to have the new agents delivered is one explicit decision of a person. */

let rig: Rig;
const clock = movableClock();
const OF_FRANCISCO = 'pgbage9743164921458226';
const EVERYBODY = 14;

beforeEach(async () => {
  rig = await startRig({ now: clock.now });
});
afterEach(() => rig.close());

/** Customers of José whom the routes have led to Francisco by mistake, and the mistake corrected. */
async function corrected(): Promise<Pair[]> {
  await rig.restart({ routes: { shops: {}, salespeople: { [JOSE]: OF_FRANCISCO, [MARIA]: OF_MARIA } } });
  const pairs = Array.from({ length: EVERYBODY }, (_, at) => ({
    clave: inManagementPro(rig, person(at + 1), { vendedor: JOSE }),
    code: inAceptabits(rig, person(at + 1), { code_agent: OF_FRANCISCO }),
  }));
  await rig.cycles(3);
  clock.advance(10_000);
  await rig.restart({ routes: { shops: {}, salespeople: { [JOSE]: OF_JOSE, [MARIA]: OF_MARIA } } });
  await rig.cycles(2);
  expect(rig.writes()).toBe(0);
  return pairs;
}

const agents = () => rig.aceptabits.people.all().map(({ code_agent }) => code_agent);
const vendedores = () => new Set(rig.managementpro.people.all().map(({ vendedor }) => vendedor));
const shown = async () => (await brakesView(rig.app.context)).find(({ reason }) => reason === 'new-routes');
const all = (agent: string) => Array.from({ length: EVERYBODY }, () => agent);

describe('a corrected ROUTES_FILE', () => {
  test('shows who would get another agent, and moves nobody unasked', async () => {
    await corrected();
    const sheet = await shown();
    expect(sheet).toMatchObject({ side: 'aceptabits', count: EVERYBODY, of: EVERYBODY });
    expect(sheet?.sample[0]?.deliver).toMatchObject([{ old: OF_FRANCISCO, value: OF_JOSE }]);
    expect(await Array.fromAsync(brakePlan(rig.app.context, 'aceptabits', sheet?.hash))).toHaveLength(
      EVERYBODY,
    );
    await rig.cycles(2);
    expect([rig.writes(), (await rig.status()).differing]).toEqual([0, 0]);
  });

  test('a person has the new agents delivered: each once, and no vendedor moves', async () => {
    await corrected();
    expect(await release(rig.app.context, 'aceptabits', (await shown())?.hash ?? '', 'Ana')).toBe(true);
    await rig.cycles(3);
    expect(agents()).toEqual(all(OF_JOSE));
    expect(vendedores()).toEqual(new Set([JOSE]));
    expect(rig.writes()).toBe(EVERYBODY);
    expect(await brakesView(rig.app.context)).toEqual([]);
    clock.advance(10_000);
    await rig.cycles(2);
    expect(rig.writes()).toBe(EVERYBODY);
    expect(await rig.status()).toMatchObject({ differing: 0, waiting: { held: 0, parked: 0, conflict: 0 } });
  });

  test('exchanged routes: an agent who is somebody else\u2019s by now is replaced as well', async () => {
    await rig.restart({ routes: { shops: {}, salespeople: { [JOSE]: OF_MARIA, [MARIA]: OF_JOSE } } });
    for (let at = 1; at <= EVERYBODY; at += 1) {
      inManagementPro(rig, person(at), { vendedor: JOSE });
      inAceptabits(rig, person(at), { code_agent: OF_MARIA });
    }
    await rig.cycles(3);
    clock.advance(10_000);
    await rig.restart({ routes: { shops: {}, salespeople: { [JOSE]: OF_JOSE, [MARIA]: OF_MARIA } } });
    await rig.cycles(2);
    expect(rig.writes()).toBe(0);
    expect(await release(rig.app.context, 'aceptabits', (await shown())?.hash ?? '', 'Ana')).toBe(true);
    await rig.cycles(3);
    expect([agents(), vendedores()]).toEqual([all(OF_JOSE), new Set([JOSE])]);
    expect(rig.writes()).toBe(EVERYBODY);
  });

  test('a person agrees to lines: who has been given another agent since keeps it', async () => {
    const [first] = await corrected();
    const hash = (await shown())?.hash ?? '';
    rig.aceptabits.people.edit(first?.code ?? '', { code_agent: OF_MARIA });
    await rig.poll('aceptabits');
    expect(await release(rig.app.context, 'aceptabits', hash, 'Ana')).toBe(true);
    await rig.cycles(3);
    expect(rig.aceptabits.people.get(first?.code ?? '')?.code_agent).toBe(OF_MARIA);
    expect(rig.managementpro.people.get(first?.clave ?? '')?.vendedor).toBe(MARIA);
    expect(agents().filter((agent) => agent === OF_JOSE)).toHaveLength(EVERYBODY - 1);
  });

  test('a person leaves the agents as they are: nobody is asked again under these routes', async () => {
    await corrected();
    expect(await keepBrake(rig.app.context, 'aceptabits', (await shown())?.hash ?? '', 'Ana')).toBe(true);
    await rig.cycles(2);
    await rig.restart();
    await rig.cycles(1);
    expect([await shown(), rig.writes()]).toEqual([undefined, 0]);
  });

  test('without an update method the new agent is hand-work', async () => {
    const [first] = await corrected();
    await rig.restart({ aceptabits: { ...rig.config.aceptabits, customerUpdatePath: undefined } });
    await rig.cycles(1);
    expect(await release(rig.app.context, 'aceptabits', (await shown())?.hash ?? '', 'Ana')).toBe(true);
    await rig.cycles(1);
    const { rows } = await handworkView(rig.app.context, 1);
    expect(rows[0]?.copy).toEqual([{ box: 'agent', value: OF_JOSE }]);
    rig.aceptabits.people.edit(first?.code ?? '', { code_agent: OF_JOSE });
    await rig.cycles(2);
    expect([rig.writes(), (await rig.status()).differing]).toEqual([0, EVERYBODY - 1]);
  });
});

describe('an edit of the salesperson that the other side cannot be told', () => {
  const OF_NOBODY = 'pgbage0000000000000009';
  const reasons = async (clave: string) =>
    (await viewCustomer(rig.app.context, { side: 'managementpro', key: clave }))?.reasons.map(
      ({ code }) => code,
    );

  async function ofMaria(): Promise<Pair> {
    const { code_shop = '' } = rig.aceptabits.people.agents()[0] ?? {};
    rig.aceptabits.people.addAgent({
      code: OF_NOBODY,
      name: 'Nadie',
      lastname: 'Así',
      email: 'x@y.mx',
      code_shop,
    });
    await rig.restart({ routes: { shops: {}, salespeople: { [JOSE]: OF_JOSE, [MARIA]: OF_MARIA } } });
    const pair = {
      clave: inManagementPro(rig, person(1), { vendedor: MARIA }),
      code: inAceptabits(rig, person(1), { code_agent: OF_MARIA }),
    };
    await rig.cycles(3);
    expect(await reasons(pair.clave)).toEqual(['in-step']);
    return pair;
  }

  test.each([
    [
      'a vendedor without a route',
      (pair: Pair): void => void rig.managementpro.people.edit(pair.clave, { vendedor: '0077' }),
      'held-no-route',
    ],
    [
      'an agent to whom no vendedor leads',
      (pair: Pair): void => void rig.aceptabits.people.edit(pair.code, { code_agent: OF_NOBODY }),
      'held-no-vendedor',
    ],
  ] as const)('%s: a wait with its reason, counted as differing', async (_, act, reason) => {
    const pair = await ofMaria();
    act(pair);
    await rig.cycles(1);
    const said = await reasons(pair.clave);
    expect(said).toContain(reason);
    expect(said).not.toContain('in-step');
    expect(await rig.status()).toMatchObject({ differing: 1, waiting: { held: 1 } });
    expect(rig.writes()).toBe(0);
    rig.managementpro.people.edit(pair.clave, { vendedor: MARIA });
    rig.aceptabits.people.edit(pair.code, { code_agent: OF_MARIA });
    await rig.cycles(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
    expect((await rig.status()).differing).toBe(0);
  });
});
