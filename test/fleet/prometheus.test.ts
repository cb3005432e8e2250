import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settings } from '../../src/config/settings.ts';

/** Prometheus of the compose profile `fleet` may look, whatever DASHBOARD_USER says (docs/fleet.md). */

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test.each(['puente', 'La señora Güera "Lupita"', "$(id) 'x' %s"])('it asks as DASHBOARD_USER: %s', (user) => {
  const dir = mkdtempSync(join(tmpdir(), 'puente-prometheus-'));
  const [, script = ''] =
    /fleet-prometheus:.*?- >-\n(.*?)\n {4}secrets:/s.exec(read('docker-compose.yml')) ?? [];
  const own = script
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('$$', '$')
    .replaceAll('/tmp/', `${dir}/`)
    .replace('/bin/prometheus', 'echo');
  const said = execFileSync('sh', ['-c', own], { env: { ...process.env, DASHBOARD_USER: user } });
  expect(String(said)).toBe('--config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/prometheus\n');
  const [, place = ''] = /username_file: ([^,\s]+)/.exec(read('scripts/fleet/prometheus.yml')) ?? [];
  expect(readFileSync(place.replace('/tmp/', `${dir}/`), 'utf8')).toBe(user);
});

test('where DASHBOARD_USER is not set it is the one that Puente takes as well', () => {
  const [, unset] = /DASHBOARD_USER: '\$\{DASHBOARD_USER:-(\w+)\}'/.exec(read('docker-compose.yml')) ?? [];
  expect(unset).toBe(settings.shape.DASHBOARD_USER.parse(undefined));
});
