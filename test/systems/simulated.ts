import { afterEach } from 'vitest';
import { type AceptabitsOptions, startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import {
  type ManagementProOptions,
  startManagementProSimulator,
} from '../../src/simulators/managementpro.ts';
import { type AceptabitsSetup, createAceptabits } from '../../src/systems/aceptabits/client.ts';
import { createManagementPro, type ManagementProSetup } from '../../src/systems/managementpro/client.ts';

/** A simulator with a client of it, both closed after the test. */

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

export const SHOP = 'pgbsho44747793463129176';

export async function managementPro(
  options: ManagementProOptions = {},
  setup: Partial<ManagementProSetup> = {},
) {
  const simulator = await startManagementProSimulator(options);
  const { url, apikey } = simulator;
  const client = createManagementPro({ url, apikey, now: Date.now, ...setup });
  closing.push(simulator.close, client.close);
  return { simulator, client };
}

export async function aceptabits(options: AceptabitsOptions = {}, setup: Partial<AceptabitsSetup> = {}) {
  const simulator = await startAceptabitsSimulator(options);
  const { url, token } = simulator;
  const updatePath = simulator.settings.updatePath;
  const client = createAceptabits({ url, token, updatePath, now: Date.now, ...setup });
  closing.push(simulator.close, client.close);
  return { simulator, client };
}
