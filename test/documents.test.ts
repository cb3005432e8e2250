/** Documents name rules, files and commands; all of them must exist. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;
const read = (file: string) => readFileSync(`${ROOT}${file}`, 'utf8');

const sections = read('docs/rules.md').split(/^## /m).slice(1);
const titled = sections.map((text) => ({ title: text.slice(0, text.indexOf('\n')), text }));

describe('docs/rules.md', () => {
  test('has the twelve rules, in their order', () => {
    const numbers = titled.flatMap(({ title }) => /^Rule (\d+):/.exec(title)?.[1] ?? []);
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => `${index + 1}`));
  });

  test.each(titled)('$title: names where it is held and by which tests, in files that exist', ({ text }) => {
    const [, held = '', tests = ''] = /^Held in: ([\s\S]+?)^Tests: ([\s\S]+)/m.exec(text) ?? [];
    const files = (list: string) => [...list.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
    expect(files(held)).not.toEqual([]);
    expect(files(tests)).not.toEqual([]);
    expect(files(held).filter((file) => !file.startsWith('src/') || !existsSync(ROOT + file))).toEqual([]);
    expect(files(tests).filter((file) => !file.startsWith('test/') || !existsSync(ROOT + file))).toEqual([]);
  });

  test('has every rule that the code, the tests and the documents cite', () => {
    const files = globSync(['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'docs/*.md', 'README.md'], {
      cwd: ROOT,
    });
    const cited = files.flatMap((file) => {
      const lists = read(file).matchAll(/\brules? (\d+(?:(?:, | and | to )\d+)*)/gi);
      return [...lists]
        .flatMap(([, list = '']) => list.match(/\d+/g) ?? [])
        .map((number) => ({ file, number }));
    });
    expect(cited.length).toBeGreaterThan(100);
    expect(cited.filter(({ number }) => Number(number) < 1 || Number(number) > 12)).toEqual([]);
  });
});

test('CONTRIBUTING.md names only files and commands that exist', () => {
  const text = read('CONTRIBUTING.md');
  const files = [...text.matchAll(/`((?:src|test|docs|scripts)\/[^`*]+\.\w+)`/g)].map(
    ([, file = '']) => file,
  );
  const commands = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
  const { scripts } = JSON.parse(read('package.json'));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !existsSync(ROOT + file))).toEqual([]);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
});
