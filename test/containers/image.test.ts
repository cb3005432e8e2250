/** The image as it is built: its size, its user, its health, and no secret in any layer. */
import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { nodeImage } from './image.setup.ts';
import { output, shell } from './shell.ts';

const image = inject('image');
const HARD = '--read-only --cap-drop ALL --security-opt no-new-privileges --tmpfs /tmp';
/** Debian slim, Node and npm are the base; what is ours must stay small beside them. */
const ADDED_MB_MAX = 60;
const MB = 1_000_000;

async function inspected(format: string, of = image): Promise<string> {
  return output(`docker image inspect --format '${format}' ${of}`);
}

test('the image adds little to its base', async () => {
  const [whole, base] = [await inspected('{{.Size}}'), await inspected('{{.Size}}', nodeImage())].map(Number);
  const added = ((whole ?? 0) - (base ?? 0)) / MB;
  console.log(`Image ${((whole ?? 0) / MB).toFixed(1)} MB, ${added.toFixed(1)} MB more than ${nodeImage()}`);
  expect(added).toBeLessThan(ADDED_MB_MAX);
});

test('it says what it is, runs as a user without rights, checks itself and hears SIGTERM', async () => {
  const config = JSON.parse(await inspected('{{json .Config}}'));
  expect(config.User).toBe('1000:1000');
  expect(config.StopSignal).toBe('SIGTERM');
  expect(config.Healthcheck.Test).toEqual(['CMD', 'node', 'scripts/healthcheck.ts']);
  expect(config.Entrypoint[0]).toBe('node');
  expect(config.Labels).toMatchObject({
    'org.opencontainers.image.title': 'Puente',
    'org.opencontainers.image.licenses': 'MIT',
    'org.opencontainers.image.version': JSON.parse(readFileSync('package.json', 'utf8')).version,
    'org.opencontainers.image.revision': expect.any(String),
  });
});

test('no secret of the folder it was built in is in its description, its history or any layer', async () => {
  const canary = inject('canary');
  const described = await output(`docker image inspect ${image}; docker history --no-trunc ${image}`);
  expect(described).not.toContain(canary);
  const search = `
    layers=$(mktemp -d); trap 'rm -rf "$layers"' EXIT
    docker save ${image} | tar -x -C "$layers"
    found() { find "$layers" -type f -exec zgrep -a -l "$1" {} + || true; }
    echo "the program: $(found src/cli/main.ts | wc -l), the canary: $(found ${canary} | wc -l)"`;
  expect(await output(search)).toMatch(/the program: [1-9]\d*, the canary: 0$/);
});

test('it has production packages only, and neither an editor for them nor a compiler', async () => {
  const listed = await output(`docker run --rm --entrypoint ls ${image} node_modules`);
  const names = listed.split('\n');
  expect(names).toContain('bullmq');
  for (const name of ['vitest', 'typescript', 'testcontainers', 'node']) expect(names).not.toContain(name);
});

test('a command is an argument, and `puente` is a command inside', async () => {
  const help = await output(`docker run --rm ${HARD} ${image} plan --help`);
  expect(help).toContain('Usage: puente plan');
  expect(await output(`docker run --rm ${HARD} --entrypoint puente ${image} plan --help`)).toBe(help);
});

test('without settings it stops with one line for each variable, as every command does', async () => {
  for (const command of ['', 'plan', 'doctor']) {
    const { code, stderr, stdout } = await shell(`docker run --rm ${HARD} ${image} ${command}`);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(5);
    expect(stderr).toContain('MANAGEMENTPRO_URL: is missing; example: ');
  }
});

const SETTINGS =
  '-e MANAGEMENTPRO_URL=http://127.0.0.1:9 -e MANAGEMENTPRO_APIKEY=k -e ACEPTABITS_URL=http://127.0.0.1:9 -e ACEPTABITS_TOKEN=t -e ACEPTABITS_SHOP=s';

test('without a Redis it says that one is needed', async () => {
  const { code, stderr } = await shell(`docker run --rm ${HARD} ${SETTINGS} ${image}`);
  expect(code).toBe(1);
  expect(stderr).toContain('no redis-server or valkey-server on the PATH: install one, or set REDIS_URL');
});

test('as the first process of its container it hears SIGTERM also while it waits for Redis', async () => {
  const name = image.replace(':', '-');
  await output(
    `docker run -d --name ${name} ${HARD} ${SETTINGS} -e REDIS_URL=redis://127.0.0.1:1/0 ${image}`,
  );
  try {
    await output(`until docker logs ${name} 2>&1 | grep -q ECONNREFUSED; do sleep 0.2; done`);
    await output(`docker stop -t 8 ${name}`);
    expect(await output(`docker inspect --format '{{.State.ExitCode}}' ${name}`)).toBe('0');
    expect(await output(`docker logs ${name}`)).toContain('stopped before Redis answered');
  } finally {
    await output(`docker rm -f ${name}`);
  }
});
