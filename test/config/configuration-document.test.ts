/** Holds docs/configuration.md to the settings that the program knows. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationDocument } from '../../scripts/configuration.ts';
import { aboutSetting, SETTING_NAMES } from '../../src/config/settings.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test('docs/configuration.md is what `npm run docs:configuration` prints', () => {
  expect(read('docs/configuration.md')).toBe(configurationDocument());
});

test('docs/configuration.md has a row for every variable', () => {
  const rows = read('docs/configuration.md').matchAll(/^\| `([A-Z_]+)`/gm);
  expect([...rows].map(([, name]) => name)).toEqual(SETTING_NAMES);
});

/** Puente listens and keeps its state where the container says, so these are not handed on from .env. */
const OF_THE_CONTAINER = ['DATA_DIR'];

test.each(SETTING_NAMES.filter((name) => !OF_THE_CONTAINER.includes(name)))(
  'docker-compose.yml hands on %s, a secret as a file only',
  (name) => {
    const compose = read('docker-compose.yml');
    const live = compose.slice(compose.indexOf('x-settings:'), compose.indexOf('services:'));
    const own = aboutSetting(name).secret ? `${name}_FILE` : name;
    expect(live).toMatch(new RegExp(`^  ${own}: `, 'm'));
  },
);
