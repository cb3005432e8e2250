import { PLACES, type Place, type Results, type Row, TABLE } from './table.ts';

/** A bar for each place: how much of what is allowed is used. Drawn by hand, so that no library comes with it. */

const ROW_PX = 22;
const LABEL_PX = 430;
const SCALE_PX = 220;
const MARGIN_PX = 14;
/** Bars end at twice what is allowed. */
const SHARE_MAX = 2;

/** Used share of what is to be reached: 1 is just reached. */
function shareOf(place: Place, value: number): number {
  const { reach, aim, atLeast }: Row = TABLE[place];
  const limit = reach ?? aim ?? 1;
  return Math.max(0, atLeast ? limit / value : value / limit);
}

export function chartOf({ measures }: Results): string {
  const places = PLACES.filter((place) => measures[place] !== undefined);
  const height = places.length * ROW_PX + 3 * MARGIN_PX;
  const width = LABEL_PX + SHARE_MAX * SCALE_PX + 2 * MARGIN_PX;
  const bars = places.map((place, at) => barOf(place, shareOf(place, measures[place]?.value ?? 0), at));
  const limitX = LABEL_PX + SCALE_PX;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
${bars.join('\n')}
<line x1="${limitX}" y1="${MARGIN_PX / 2}" x2="${limitX}" y2="${height - 2 * MARGIN_PX}" stroke="#222222" stroke-dasharray="4 3"/>
<text x="${limitX}" y="${height - MARGIN_PX}" text-anchor="middle" fill="#222222">to be reached</text>
</svg>
`;
}

function barOf(place: Place, share: number, at: number): string {
  const y = MARGIN_PX + at * ROW_PX;
  const wide = Math.max(1, Math.round(Math.min(share, SHARE_MAX) * SCALE_PX));
  const colour = share <= 1 ? '#2f7d5b' : '#b5472f';
  const label = TABLE[place].job.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('`', '');
  return `<text x="${LABEL_PX - 8}" y="${y + 12}" text-anchor="end" fill="#222222">${label}</text>
<rect x="${LABEL_PX}" y="${y}" width="${wide}" height="${ROW_PX - 7}" fill="${colour}"/>`;
}
