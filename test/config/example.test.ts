/** Holds .env.example and the compose file to the settings, their words and their defaults. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { aboutSetting, SETTING_NAMES } from '../../src/config/settings.ts';
import { MINIMUM } from './minimum.ts';

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const lines = example.split('\n');

test('.env.example has every variable once, and no other', () => {
  const names = lines.flatMap((line) => /^#?([A-Z_]+)=/.exec(line)?.[1] ?? []);
  expect(names.sort()).toEqual([...SETTING_NAMES].sort());
});

test.each(SETTING_NAMES)('.env.example explains %s in the words of the program', (name) => {
  const at = lines.findIndex((line) => line.replace('#', '').startsWith(`${name}=`));
  expect(lines[at - 1]).toContain(`# ${aboutSetting(name).description}`);
});

test('the values that .env.example shows are the defaults', () => {
  const shown = parseEnv(example.replace(/^#([A-Z_]+=)/gm, '$1'));
  expect(loadConfig({ ...shown, ...MINIMUM })).toEqual(loadConfig(MINIMUM));
});

/** Settings that mean nothing without others. */
const BESIDE: Partial<Record<(typeof SETTING_NAMES)[number], readonly (typeof SETTING_NAMES)[number][]>> = {
  SMTP_URL: ['ALERT_EMAIL_TO'],
  ALERT_EMAIL_TO: ['SMTP_URL'],
  ALERT_EMAIL_FROM: ['SMTP_URL', 'ALERT_EMAIL_TO'],
};

test.each(SETTING_NAMES.filter((name) => name !== 'ROUTES_FILE'))('the example of %s is accepted', (name) => {
  const examples = [name, ...(BESIDE[name] ?? [])].map((one) => [one, aboutSetting(one).example]);
  expect(() => loadConfig({ ...MINIMUM, ...Object.fromEntries(examples) })).not.toThrow();
});

test('docker compose hands every setting on', () => {
  const compose = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
  // Where the image keeps its data is not for .env to say.
  const missing = SETTING_NAMES.filter((name) => !new RegExp(`^  ${name}(_FILE)?: `, 'm').test(compose));
  expect(missing).toEqual(['DATA_DIR']);
});
