import { vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { Rig } from '../rig.ts';

/** What a command left: its exit code, and what it said. */
export type Said = { readonly code: number; readonly out: string; readonly err: string };

/** The settings of a rig as a user would set them. */
export function environmentOf(rig: Rig): Record<string, string> {
  const { managementpro, aceptabits, namespace, redisUrl, policies } = rig.config;
  return {
    MANAGEMENTPRO_URL: managementpro.url,
    MANAGEMENTPRO_APIKEY: managementpro.apikey,
    ACEPTABITS_URL: aceptabits.url,
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: aceptabits.shop,
    ACEPTABITS_CUSTOMER_UPDATE_PATH: aceptabits.customerUpdatePath ?? 'none',
    REDIS_URL: redisUrl ?? '',
    NAMESPACE: namespace,
    INITIAL_SYNC: rig.config.initialSync,
    CONFLICT_POLICY: policies.email,
  };
}

/**
 * Runs the real program, with nothing of our environment but PATH. In this process: a start of Node costs more than
 * most commands. That the same works by plain Node, as users start it, is what `program.test.ts` shows.
 */
export async function puente(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const said = { out: '', err: '' };
  const into = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
    said[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(into('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(into('err')),
  ];
  const ours = process.env;
  process.env = { PATH: ours.PATH, USER: 'ana', ...settings };
  try {
    return { code: await run(args), ...said };
  } finally {
    process.env = ours;
    for (const spy of spies) spy.mockRestore();
  }
}
