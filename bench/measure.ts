import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Counters = {
  readonly requests: { readonly managementpro: number; readonly aceptabits: number };
  readonly writes: number;
  readonly people: number;
  readonly doubled: number;
  readonly missing: number;
};

export type Sizes = readonly [managementpro: number, aceptabits: number, shared: number];

/** Simulators of these sizes in a process of their own, and the settings that lead to them. */
export async function openSystems(sizes: Sizes) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'simulators.ts'), ...sizes.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value as string);
  const { managementpro, aceptabits } = await next();
  return {
    env: {
      MANAGEMENTPRO_URL: managementpro.url as string,
      MANAGEMENTPRO_APIKEY: managementpro.apikey as string,
      ACEPTABITS_URL: aceptabits.url as string,
      ACEPTABITS_TOKEN: aceptabits.token as string,
      ACEPTABITS_SHOP: aceptabits.shop as string,
      ACEPTABITS_SHOPS: '*',
    },
    async counters(): Promise<Counters> {
      child.stdin.write('\n');
      return next();
    },
    close: () => child.stdin.end(),
  };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
