import { afterEach, expect, test } from 'vitest';
import { poll } from '../../src/sync/poll.ts';
import { enqueue } from '../../src/sync/queues.ts';
import { type Rig, startRig } from '../rig.ts';

let rig: Rig;
afterEach(() => rig.close());

test('rule 11: a customer parked because its side was in trouble for too long is tried again by the nightly reconciliation', async () => {
  rig = await startRig();
  const clave = rig.managementpro.people.create({
    descripcion: 'Laura Méndez Ruiz',
    email_1: 'laura@mendez.mx',
  });
  await rig.cycles(2);
  rig.aceptabits.faults.add({
    on: 'update-customer',
    when: 'before',
    kind: 'error500',
    times: Number.POSITIVE_INFINITY,
  });
  rig.managementpro.people.edit(clave, { email_1: 'laura@ruiz.mx' });
  await rig.cycles(2);
  expect((await rig.status()).waiting.parked).toBe(1);
  rig.aceptabits.faults.clear();
  await rig.cycles(1);
  expect(rig.aceptabits.people.all()[0]?.email).toBe('laura@mendez.mx');
  await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'managementpro', { everything: true }));
  await rig.idle();
  expect(rig.aceptabits.people.all()[0]?.email).toBe('laura@ruiz.mx');
  expect((await rig.status()).waiting.parked).toBe(0);
});
