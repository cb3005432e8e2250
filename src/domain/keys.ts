/** The forms of one key: a list pads a clave with blanks and zeros, and another method answers it as a number. */
import { folded } from './equality.ts';

/** A key without blanks around it and zeros before it: a form to compare by, never to send. */
export function foldKey(key: string): string {
  return folded(key).replace(/^0+(?=.)/u, '');
}

/**
 * The listed key that an answered one is a form of: itself where it is listed, else the only one that folds to the
 * same. 15 and 0000000015 may both exist, and then neither is the other's form.
 */
export function listedForm(answered: string, listed: readonly string[]): string | undefined {
  if (listed.includes(answered)) return answered;
  const [only, another] = new Set(listed.filter((key) => foldKey(key) === foldKey(answered)));
  return another === undefined ? only : undefined;
}

/** Reads a map by its reference claves, whatever their form: "0002 " finds "2". An exact key comes first. */
export function byReference<T>(map: Readonly<Record<string, T>>, clave: string): T | undefined {
  const key = listedForm(clave, Object.keys(map));
  return key !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
