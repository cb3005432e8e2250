import { afterEach, expect, test } from 'vitest';
import { type Rig, startRig } from '../rig.ts';
import { both, inAceptabits, inManagementPro, movableClock, person, waitsOf } from './situations.ts';

/** Rule 10: a brake about many stands for hours. Who waits for it rests between two rounds, and nobody passes by that. */

let rig: Rig;
afterEach(() => rig.close());

const CUSTOMERS = 560;
const BRAKED = 520;

test('who waits for a standing brake is not judged at each poll; who changes meanwhile is', {
  timeout: 240_000,
}, async () => {
  const clock = movableClock();
  rig = await startRig({ app: { now: clock.now } });
  const pairs = Array.from({ length: CUSTOMERS }, (_, number) => ({
    clave: inManagementPro(rig, person(number)),
    code: inAceptabits(rig, person(number)),
  }));
  await rig.cycles(2);
  const edit = (from: number, to: number, change: (number: number) => object) => {
    for (let number = from; number < to; number += 1)
      rig.managementpro.people.edit(pairs[number]?.clave ?? '', change(number));
  };
  const brake = async () => (await rig.status()).sides.managementpro.brake;
  const phone = (number: number) => ({ telefono_1: `998${2_000_000 + number}` });
  const email = (number: number) => ({ email_1: `nuevo${number}@erp.mx` });

  edit(0, BRAKED, phone);
  await rig.poll('managementpro');
  await rig.poll('managementpro');
  const shown = await brake();
  expect(shown).toMatchObject({ reason: 'mass-change', field: 'phone', count: BRAKED });

  // One more of the braked field waits like the others, and the sheet that a person reads stays as it is.
  edit(BRAKED, BRAKED + 1, phone);
  // Everything else goes on.
  edit(BRAKED + 1, BRAKED + 2, email);
  await rig.cycles(1);
  const [late, other] = [pairs[BRAKED], pairs[BRAKED + 1]];
  if (late === undefined || other === undefined) throw new Error('no pairs');
  expect(await waitsOf(rig, 'managementpro', late.clave)).toEqual(['braked']);
  expect(both(rig, other, 'email')[1]).toBe(`nuevo${BRAKED + 1}@erp.mx`);
  expect((await brake())?.hash).toBe(shown?.hash);

  // A wave of another field, also of those who rest, is seen at once.
  edit(0, CUSTOMERS, email);
  await rig.cycles(1);
  expect((await brake())?.fields?.toSorted()).toEqual(['email', 'phone']);
  const delivered = pairs.filter((pair, number) => both(rig, pair, 'email')[1] === `nuevo${number}@erp.mx`);
  expect(delivered).toHaveLength(1);

  // They were put right: the next round finds nothing unusual.
  const before = (number: number) => ({ telefono_1: person(number).phone, email_1: person(number).email });
  edit(0, CUSTOMERS, before);
  clock.advance(3_600_000);
  await rig.cycles(1);
  expect(await brake()).toBeUndefined();
  expect((await rig.status()).waiting.braked).toBe(0);
});
