import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rig } from '../rig.ts';

/** What a command left: its exit code, and what it said. */
export type Said = { readonly code: number; readonly out: string; readonly err: string };

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const ENDS_WITHIN_MS = 50_000;

/** The settings of a rig as a user would set them. */
export function environmentOf(rig: Rig): Record<string, string> {
  const { managementpro, aceptabits, namespace, redisUrl, policies } = rig.config;
  return {
    MANAGEMENTPRO_URL: managementpro.url,
    MANAGEMENTPRO_APIKEY: managementpro.apikey,
    ACEPTABITS_URL: aceptabits.url,
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: aceptabits.shop,
    ...(aceptabits.customerUpdatePath && { ACEPTABITS_CUSTOMER_UPDATE_PATH: aceptabits.customerUpdatePath }),
    REDIS_URL: redisUrl ?? '',
    NAMESPACE: namespace,
    INITIAL_SYNC: rig.config.initialSync,
    CONFLICT_POLICY: policies.email,
  };
}

/** Runs the real program, by plain Node as in production, with nothing of our environment but PATH. */
export function puente(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const env = {
    PATH: process.env.PATH ?? '',
    USER: 'ana',
    NODE_COMPILE_CACHE: join(tmpdir(), 'puente-test-compile-cache'),
    ...settings,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { env, timeout: ENDS_WITHIN_MS, maxBuffer: 64 * 2 ** 20 },
      (error, out, err) => resolve({ code: codeOf(error), out, err }),
    );
  });
}

function codeOf(error: { code?: number | string | null | undefined } | null): number {
  if (error === null) return 0;
  return typeof error.code === 'number' ? error.code : -1;
}
