import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Routes, SIDES } from '../../src/domain/customer.ts';
import { type Rig, startRig } from '../rig.ts';
import { JOSE, MARIA, OF_JOSE, OF_MARIA } from './rule-10-accidents.ts';
import { inAceptabits, inManagementPro, movableClock, person } from './situations.ts';

/** Routes that are narrowed without moving many customers: nobody is moved by the way (rule 10). */

let rig: Rig;
const clock = movableClock();
beforeEach(async () => {
  rig = await startRig({ now: clock.now });
});
afterEach(() => rig.close());

const OTHER_SHOP = 'pgbsho0635214789653205';

async function served(count: number, vendedor: string, code_agent: string, routes: Routes): Promise<void> {
  await rig.restart({ routes });
  for (let number = 1; number <= count; number += 1) {
    inManagementPro(rig, person(number), { vendedor });
    inAceptabits(rig, person(number), { code_agent });
  }
  await rig.cycles(3);
  clock.advance(10_000);
  expect(await rig.status()).toMatchObject({ links: count, differing: 0 });
}

async function expectNobodyMoved(): Promise<void> {
  await rig.cycles(3);
  const { sides, ...status } = await rig.status();
  for (const side of SIDES) expect(sides[side].brake).toBeUndefined();
  expect(status).toMatchObject({ differing: 0 });
  expect(rig.writes()).toBe(0);
}

test("rule 10: a sucursal's route that moves or disappears moves nobody: the shop is set at creation only", async () => {
  const salespeople = {};
  await served(30, MARIA, OF_MARIA, { shops: { '0001': rig.config.aceptabits.shop }, salespeople });
  await rig.restart({ routes: { shops: { '0001': OTHER_SHOP }, salespeople } });
  await expectNobodyMoved();
  await rig.restart({ routes: { shops: {}, salespeople } });
  await expectNobodyMoved();
});

test("rule 10: a salesperson's route that disappears, with no agent of that name, leaves every agent alone", async () => {
  const francisco = 'pgbage9743164921458226';
  await served(30, JOSE, francisco, { shops: {}, salespeople: { [JOSE]: francisco, [MARIA]: OF_JOSE } });
  await rig.restart({ routes: { shops: {}, salespeople: { [MARIA]: OF_JOSE } } });
  await expectNobodyMoved();
});

test('rule 10: an agent whom the file gives to somebody else belongs to nobody by name any more, from the first poll on', async () => {
  await served(3, JOSE, OF_JOSE, { shops: {}, salespeople: {} });
  await rig.restart({ routes: { shops: {}, salespeople: { [MARIA]: OF_JOSE } } });
  await rig.poll('managementpro');
  await expectNobodyMoved();
  expect(rig.managementpro.people.all().map(({ vendedor }) => vendedor)).toEqual([JOSE, JOSE, JOSE]);
});
