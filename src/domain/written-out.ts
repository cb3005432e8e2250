/**
 * Names as clerks shorten and adorn them: "C.P. Ma. del Carmen Hdez." beside "María del Carmen Hernández". That one may
 * stand for the other is a doubt and never a proof (rule 3). Works on loose words.
 */

/** Before a name, for whoever thinks that they belong there. */
const TITLES = new Set(
  ['cp', 'ing', 'lic', 'licda', 'dr', 'dra', 'arq', 'mtro', 'mtra', 'prof', 'profr', 'profra', 'mvz', 'qfb', 'sr', 'sra', 'srta',
   'don', 'dona', 'doña'],
); // biome-ignore format: one list, read at a glance

const SHORT = new Map(
  Object.entries({
    ma: 'maria', fco: 'francisco', fca: 'francisca', gpe: 'guadalupe', hdez: 'hernandez', hdz: 'hernandez', mtz: 'martinez',
    mtnez: 'martinez', rdz: 'rodriguez', rdguez: 'rodriguez', glez: 'gonzalez', gzz: 'gonzalez', gonz: 'gonzalez', lpz: 'lopez',
    fdez: 'fernandez', fdz: 'fernandez', dguez: 'dominguez', dgz: 'dominguez', vzqz: 'vazquez', vda: 'viuda', cia: 'compania',
    hno: 'hermano', hnos: 'hermanos', suc: 'sucursal', gpo: 'grupo', dist: 'distribuidora', gral: 'general',
  }),
); // biome-ignore format: one list, read at a glance

/** "C.P.", a public accountant, is two words once its dots are gone. */
function withoutTitles(words: readonly string[]): readonly string[] {
  const [first = '', second] = words;
  const title = first === 'c' && second === 'p' ? 2 : TITLES.has(first) ? 1 : 0;
  return title === 0 || words.length - title < 2 ? words : withoutTitles(words.slice(title));
}

/** The words without the titles before them, those that are written short in full; the same words where there is nothing to do. */
export function writtenOut(words: readonly string[]): readonly string[] {
  const bare = withoutTitles(words);
  return bare.some((word) => SHORT.has(word)) ? bare.map((word) => SHORT.get(word) ?? word) : bare;
}

/** A word under which nobody is found who is written out, or has no title. */
export function isWrittenShort(looseWord: string): boolean {
  return SHORT.has(looseWord) || TITLES.has(looseWord);
}
