/** Holds docs/performance.md to the results of the last run, so that no figure is written by hand. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Answers, SENTENCE, sentenceOf } from '../../bench/answers.ts';
import { chartOf } from '../../bench/chart.ts';
import { documentOf } from '../../bench/document.ts';
import { type Flames, documentOf as profileOf } from '../../bench/flame/document.ts';
import { PLACES, type Results, verdictOf } from '../../bench/table.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const results = JSON.parse(read('bench/results.json')) as Results;

test('docs/performance.md says what the last run of the bench has measured, and nothing else', () => {
  expect(read('docs/performance.md')).toBe(documentOf(results));
  expect(read('docs/images/performance.svg')).toBe(chartOf(results));
});

test('docs/profile.md says where the time went when profiles were taken last', () => {
  const flames = JSON.parse(read('bench/flame/results.json')) as Flames;
  expect(read('docs/profile.md')).toBe(profileOf(flames));
});

test('docs/cli.md says how soon commands answered when it was measured last', () => {
  const answers = JSON.parse(read('bench/commands.json')) as Answers;
  expect(SENTENCE.exec(read('docs/cli.md'))?.[0]).toBe(sentenceOf(answers));
});

test('the run that is written down has measured every place of the table', () => {
  expect(PLACES.filter((place) => results.measures[place] === undefined)).toEqual([]);
});

test('a place holds at its limit and not beyond it, and a share of the rate the other way round', () => {
  expect(verdictOf('scan-cpu', { value: 1.5 })).toBe('reach');
  expect(verdictOf('scan-cpu', { value: 1.51 })).toBe('not');
  expect(verdictOf('first-sync', { value: 97 })).toBe('reach');
  expect(verdictOf('first-sync', { value: 96 })).toBe('not');
  expect(verdictOf('scan-cpu', { value: 0.9 })).toBe('aim');
});
