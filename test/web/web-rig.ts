/** The rig with its web server, for tests that ask as people and programs do. */
import { startWeb, type Web } from '../../src/web/server.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';

export const USER = 'clerk';
export const PASSWORD = 'correct horse battery';

/** Both simulators, the app, and its web server over real HTTP. */
export type WebRig = {
  readonly rig: Rig;
  readonly web: Web;
  /** Asks as somebody who is logged in. */
  get(path: string): Promise<Response>;
  /** Sends JSON as our own pages do. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
};

/** With workers for everything, as in real life: what a person decides is hastened by a job. */
export const AT_WORK = { roles: ['scan', 'write'] as const };

export type WebRigOptions = RigOptions & {
  readonly password?: string | undefined;
  readonly trustProxy?: Rig['config']['http']['trustProxy'];
};

export function basic(user = USER, password = PASSWORD): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

export async function startWebRig(given: WebRigOptions = {}): Promise<WebRig> {
  const { password = PASSWORD, trustProxy = false, ...options } = given;
  const rig = await startRig(options);
  const { context, engine } = rig.app;
  const web = await startWeb({
    context,
    queues: engine.queues,
    config: { ...rig.config, http: { host: '127.0.0.1', port: 0, user: USER, password, trustProxy } },
    log: context.log,
  });
  const authorization = basic();
  const one: WebRig = {
    rig,
    web,
    get: (path) => fetch(web.url + path, { headers: { authorization } }),
    send: (method, path, body, headers = { origin: web.url }) =>
      fetch(web.url + path, {
        method,
        headers: { authorization, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body ?? {}),
      }),
    async close() {
      await web.close();
      await rig.close();
    },
  };
  if (rig.config.roles.includes('scan')) await quiet(one);
  return one;
}

/** No reading and no write is under way or asked for. */
export async function quiet({ rig }: WebRig): Promise<void> {
  const { scan, resync } = rig.app.engine.queues;
  const busy = async () => {
    const counts = await Promise.all(
      [scan.managementpro, scan.aceptabits, resync].map((queue) =>
        queue.getJobCountByTypes('active', 'waiting', 'prioritized'),
      ),
    );
    return counts.some((count) => count > 0);
  };
  while (await busy()) await new Promise((resolve) => setTimeout(resolve, 20));
  await rig.idle();
}
