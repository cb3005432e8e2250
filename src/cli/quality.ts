/** `puente quality`: flaws in the customers of either side that are worth mending before anything is copied. */
import { SIDES } from '../domain/customer.ts';
import { QUALITY_KINDS, type QualityFinding, qualityFindings } from '../report/quality.ts';
import { writeCsv } from './csv.ts';
import { printJson, say, table } from './print.ts';
import { readBoth } from './reading.ts';
import { withApp } from './session.ts';
import { said, term } from './words/words.ts';

type Options = { readonly json?: boolean; readonly csv?: string; readonly read?: boolean };

const SHOWN_PER_KIND = 5;
const NAMED_MAX = 5;

/** What people should look at before going live. Writes to neither side. */
export function quality(options: Options): Promise<void> {
  return withApp(async ({ context }) => {
    if (options.read !== false) await readBoth(context);
    const findings = await Array.fromAsync(qualityFindings(context));
    const known = Object.fromEntries(
      await Promise.all(SIDES.map(async (side) => [side, await context.store.knownCount(side)] as const)),
    );
    if (options.csv !== undefined) {
      const head = ['kind', 'side', 'keys', 'names', 'detail'];
      await writeCsv(options.csv, head, findings.map(csvCells));
      if (options.csv === '-') return;
      if (!options.json)
        return say(said('{count} findings in {file}', { count: findings.length, file: options.csv }));
    }
    if (options.json) printJson({ known, counts: countsOf(findings), findings });
    else show(findings, known);
  });
}

function csvCells({ kind, side, keys, names, detail }: QualityFinding): string[] {
  return [kind, side, keys.join(' '), names.join(' | '), detail];
}

function countsOf(findings: readonly QualityFinding[]) {
  const count = (kind: string, side: string) =>
    findings.filter((finding) => finding.kind === kind && finding.side === side).length;
  return Object.fromEntries(
    QUALITY_KINDS.map((kind) => [kind, Object.fromEntries(SIDES.map((side) => [side, count(kind, side)]))]),
  );
}

function show(findings: readonly QualityFinding[], known: Readonly<Record<string, number>>): void {
  const counts = countsOf(findings);
  const rows = QUALITY_KINDS.map((kind) => [kind, ...SIDES.map((side) => counts[kind]?.[side] ?? 0)]);
  say(
    table(['what', ...SIDES].map(term), [
      [term('customers'), ...SIDES.map((side) => known[side] ?? 0)],
      ...rows,
    ]),
  );
  const sample = QUALITY_KINDS.flatMap((kind) =>
    findings.filter((finding) => finding.kind === kind).slice(0, SHOWN_PER_KIND),
  );
  const cells = sample.map(({ kind, side, keys, names, detail }) => [
    kind,
    side,
    some(keys),
    some(names),
    detail,
  ]);
  if (cells.length > 0) say(table(['what', 'in', 'customers', 'names', 'detail'].map(term), cells));
  say(
    cells.length === 0
      ? said('Nothing to mend was found.')
      : said('Up to {count} of each kind are shown; --csv FILE or --json has them all.', {
          count: SHOWN_PER_KIND,
        }),
  );
}

function some(list: readonly string[]): string {
  const more = list.length > NAMED_MAX ? [said('… {count} more', { count: list.length - NAMED_MAX })] : [];
  return [...list.slice(0, NAMED_MAX), ...more].join('\n');
}
