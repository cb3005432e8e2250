/** A bar chart as SVG, with its numbers as a table for whoever does not see it. */
import { type Html, html } from './html.ts';
import type { PageContext } from './page-context.ts';

const SERIES = ['writes', 'conflicts', 'byPolicy', 'failures'] as const;
export type Bar = { readonly label: string } & { readonly [S in (typeof SERIES)[number]]: number };

const WIDTH = 480;
const HEIGHT = 150;
const FLOOR = 126;
const LEFT = 34;
/** Every so many bars one is named. */
const NAMED = 6;

/** Stacked bars as a picture, and the same numbers as a table for whoever cannot see it. */
export function chart(pageContext: PageContext, title: string, bars: readonly Bar[]): Html {
  const { t, f } = pageContext;
  const top = roundUp(Math.max(...bars.map(totalOf)));
  const step = (WIDTH - LEFT) / Math.max(bars.length, 1);
  const totals = SERIES.map((name) => ({ name, sum: bars.reduce((sum, bar) => sum + bar[name], 0) }));
  const said = totals.map(({ name, sum }) => `${t.overview.series[name]} ${f.number(sum)}`).join(', ');
  return html`<figure class="card chart">
<figcaption><strong>${title}</strong><span class="legend">${totals.map(({ name, sum }) => html`<span class="${name}">${t.overview.series[name]} ${f.number(sum)}</span>`)}</span></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}: ${said}">
<line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${FLOOR}" y2="${FLOOR}"/><line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="10" y2="10"/>
<text x="${LEFT - 5}" y="14" text-anchor="end">${f.number(top)}</text><text x="${LEFT - 5}" y="${FLOOR}" text-anchor="end">0</text>
${bars.map((bar, index) => column(pageContext, bar, { x: LEFT + index * step, width: step, top, named: index % NAMED === 0 }))}
</svg>
<details><summary>${t.overview.table}</summary><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${t.overview.when}</th>${SERIES.map((name) => html`<th scope="col" class="right">${t.overview.series[name]}</th>`)}</tr></thead>
<tbody>${bars.map((bar) => html`<tr><th scope="row">${bar.label}</th>${SERIES.map((name) => html`<td class="right">${f.number(bar[name])}</td>`)}</tr>`)}</tbody></table></div></details>
</figure>`;
}

/** The next number that a person reads at a glance: 1, 2 or 5 with noughts behind it. */
export function roundUp(most: number): number {
  if (most <= 1) return 1;
  const ten = 10 ** Math.floor(Math.log10(most));
  return ten * ([1, 2, 5, 10].find((step) => step * ten >= most) ?? 10);
}

function totalOf(bar: Bar): number {
  return SERIES.reduce((sum, name) => sum + bar[name], 0);
}

type Place = { readonly x: number; readonly width: number; readonly top: number; readonly named: boolean };

function column({ t, f }: PageContext, bar: Bar, { x, width, top, named }: Place): Html {
  const said = SERIES.map((name) => `${t.overview.series[name]} ${f.number(bar[name])}`).join(', ');
  let y = FLOOR;
  const parts = SERIES.map((name) => {
    const height = (bar[name] / top) * (FLOOR - 10);
    y -= height;
    if (height === 0) return html``;
    return html`<rect class="${name}" x="${(x + 1.5).toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(width - 3, 1).toFixed(1)}" height="${height.toFixed(1)}" rx="1"/>`;
  });
  return html`<g><title>${bar.label}: ${said}</title><rect class="hit" x="${x.toFixed(1)}" y="10" width="${width.toFixed(1)}" height="${FLOOR - 10}"/>${parts}${named && html`<text x="${x.toFixed(1)}" y="${HEIGHT - 8}">${bar.label}</text>`}</g>`;
}
