/**
 * Lists the licences of everything that `npm ci --omit=dev` installs, and ends non-zero when one of them is unknown
 * or not among those that ask for no more than to be named: `npm run -s licenses`.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export type Licensed = { readonly name: string; readonly version: string; readonly license: string };

const ACCEPTED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      name: z.string().optional(),
    }),
  ),
});

/** Every production dependency of the lock, sorted by name. */
export function productionLicences(lockFile: string): Licensed[] {
  return Object.entries(lock.parse(JSON.parse(lockFile)).packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { name, version = '', license = 'UNKNOWN' }]) => ({
      name: name ?? path.replace(/^.*node_modules\//, ''),
      version,
      license,
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** `(MIT OR GPL-3.0)` leaves the choice to us; `MIT AND ISC` asks for both. */
export function isAccepted(license: string): boolean {
  const choices = license.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((part) => ACCEPTED.has(part.trim())));
}

function main(): void {
  const found = productionLicences(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
  for (const { name, version, license } of found) console.log(`${license.padEnd(16)} ${name} ${version}`);
  const refused = found.filter(({ license }) => !isAccepted(license));
  for (const { name, license } of refused) console.error(`not accepted: ${name} (${license})`);
  console.error(`${found.length} production dependencies, ${refused.length} not accepted`);
  process.exitCode = refused.length > 0 ? 1 : 0;
}

if (import.meta.main) main();
