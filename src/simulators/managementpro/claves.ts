/** New claves in any of the styles that ERPs number their customers by. */
import { between, pick } from '../random.ts';
import type { ManagementProSettings } from './settings.ts';

const width = 10;
const gap = 50_000;
const words = ['MOSTRADOR', 'PUBLICO', 'GENERAL', 'FORANEO', 'INTERNET', 'TIANGUIS', 'MAYOREO', 'CONTADO'];
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Issues claves in the style that is set, none of them twice, not even after a removal. */
export function clavesIssuer(random: () => number): {
  next(style: ManagementProSettings['claves']): string;
  /** A clave that came into being in another way, and must not be issued. */
  use(clave: string): void;
} {
  const used = new Set<string>();
  let last = 0;
  const numeric = (jump: number) => String(last + 1 + jump).padStart(width, '0');
  const candidate = (style: ManagementProSettings['claves']): string => {
    if (style === 'text') return textClave(random);
    return numeric(style === 'gaps' && random() < 0.1 ? gap : 0);
  };
  const use = (clave: string) => {
    used.add(clave);
    if (/^\d+$/.test(clave)) last = Math.max(last, Number(clave));
  };
  return {
    use,
    next(style) {
      let clave = candidate(style);
      while (used.has(clave)) clave = candidate(style);
      use(clave);
      return clave;
    },
  };
}

function textClave(random: () => number): string {
  if (random() < 0.2)
    return pick(random, words) + (random() < 0.5 ? '' : `-${letter(random)}${letter(random)}`);
  const number = String(between(random, 0, 99)).padStart(2, '0');
  return `CLI-${letter(random)}${letter(random)}${random() < 0.5 ? '' : letter(random)}${number}`;
}

function letter(random: () => number): string {
  return pick(random, [...letters]);
}
