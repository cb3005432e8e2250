/** A flame graph of a profile: a bar for each function under the one that called it, as wide as the time that it took. */
import type { Frame } from './profile.ts';

const WIDTH_PX = 1_200;
const ROW_PX = 15;
const MARGIN_PX = 24;
const NARROWEST_PX = 1.5;
const CHAR_PX = 5.6;

/** Puente's own rooms are green, what it is built on is not. */
function colourOf(owner: string): string {
  if (owner.startsWith('src/')) return '#8fc7a6';
  if (owner === 'Node') return '#c9ccd1';
  return owner === 'collection of garbage' ? '#d98f83' : '#e8c37a';
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function flameOf(root: Frame, title: string): string {
  const bars: string[] = [];
  let deepest = 0;
  const draw = (frame: Frame, x: number, depth: number): void => {
    const wide = (WIDTH_PX * frame.us) / root.us;
    if (wide < NARROWEST_PX) return;
    deepest = Math.max(deepest, depth);
    if (depth >= 0) bars.push(barOf(frame, root, { x, wide, y: MARGIN_PX + depth * ROW_PX }));
    let at = x;
    for (const child of frame.children) {
      draw(child, at, depth + 1);
      at += (WIDTH_PX * child.us) / root.us;
    }
  };
  draw(root, 0, -1);
  const height = MARGIN_PX + (deepest + 1) * ROW_PX + 6;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH_PX} ${height}" font-family="sans-serif" font-size="10">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="4" y="16" font-size="13" fill="#222222">${escaped(title)}</text>
${bars.join('\n')}
</svg>
`;
}

function barOf(frame: Frame, root: Frame, { x, wide, y }: { x: number; wide: number; y: number }): string {
  const share = ((100 * frame.us) / root.us).toFixed(1);
  const chars = Math.floor((wide - 4) / CHAR_PX);
  const label = chars < 4 ? '' : escaped(frame.name.slice(0, chars));
  const text = label === '' ? '' : `<text x="${(x + 2).toFixed(1)}" y="${y + 11}">${label}</text>`;
  return `<g><title>${escaped(`${frame.name} (${frame.owner}), ${share} %`)}</title><rect x="${x.toFixed(1)}" y="${y}" width="${wide.toFixed(1)}" height="${ROW_PX - 1}" fill="${colourOf(frame.owner)}"/>${text}</g>`;
}
