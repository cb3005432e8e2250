import { pick } from '../../src/simulators/random.ts';

/** The other ways in which people write one name: surnames first, with a legal form or without, `n` for `ñ`. */

const LEGAL_FORM =
  / (?:S\. ?A\.|SA|S\. de R|S\.A|S\.C|S\.P|SPR|A\.C|SOFOM|(?:jr|e hijos|y asociados|\(nuevo\)|sucursal norte)\b)/iu;
const COMPANY = ' S.A. de C.V.';

/** The first word comes last; a name that ends in a legal form, or in what is no name, is left as it is. */
export function reordered(name: string): string {
  const [first, ...others] = name.trim().split(/\s+/);
  return first === undefined || LEGAL_FORM.test(name) ? name : [...others, first].join(' ');
}

export function otherwiseFormed(name: string): string {
  const text = name.trim();
  if (text.toLowerCase().endsWith(COMPANY.toLowerCase())) return text.slice(0, -COMPANY.length);
  return LEGAL_FORM.test(text) ? name : text + COMPANY;
}

/** Every word of the names' vocabulary with an `ñ`, as it is written without. */
const WITH_TILDE =
  /\b(pen|mun|zun|zún|nun|nún|iban|ibán|ordon|ordón|can|trevin|yan|yán|quin|begon|in|ín|nin|don)(?=[aeo])/giu;

export function otherwiseTilded(name: string): string {
  const text = name.normalize('NFC');
  if (/ñ/iu.test(text)) return text.replaceAll('ñ', 'n').replaceAll('Ñ', 'N');
  return text.replace(WITH_TILDE, (stem) => stem.slice(0, -1) + (stem.endsWith('N') ? 'Ñ' : 'ñ'));
}

export function otherwiseWritten(random: () => number, name: string): string {
  return pick(random, [reordered, otherwiseFormed, otherwiseTilded])(name);
}
