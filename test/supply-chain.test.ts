/** What the product is made of: licences, the lock file and the list of parts. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isAccepted, productionLicences } from '../scripts/licenses.ts';

const lock = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');

test('the licence of every production dependency is known and accepted', () => {
  const found = productionLicences(lock);
  expect(found.length).toBeGreaterThan(50);
  expect(found.filter(({ license }) => !isAccepted(license))).toEqual([]);
});

test('`npm run licenses` names every production dependency that package.json asks for', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const listed = execFileSync(process.execPath, ['scripts/licenses.ts'], { encoding: 'utf8', stdio: 'pipe' });
  for (const name of Object.keys(dependencies)) expect(listed).toContain(` ${name} `);
});

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND GPL-3.0-only', false],
  ['UNKNOWN', false],
  ['SEE LICENSE IN LICENSE.md', false],
])('%s is accepted: %s', (license, accepted) => {
  expect(isAccepted(license)).toBe(accepted);
});

test('no download address is locked, so that any registry serves', () => {
  expect(lock).not.toMatch(/"resolved"/);
});

test('`npm run sbom` is a CycloneDX list of the production dependencies', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const sbom = JSON.parse(execFileSync('sh', ['-c', scripts.sbom], { encoding: 'utf8', stdio: 'pipe' }));
  expect(sbom.bomFormat).toBe('CycloneDX');
  const names = sbom.components.map(({ name }: { name: string }) => name);
  expect(names).toContain('bullmq');
  expect(names).not.toContain('vitest');
});
