/**
 * An initial in a given name's place: "J. Luis Pérez Soto" beside "José Luis Pérez Soto". That one may stand for the other is
 * a doubt and never a proof (rule 3). Works on loose words that are written out.
 */
import { PARTICLES } from './halves.ts';

/**
 * Nothing but a given name is shortened so: "Grupo A" is none of "Grupo Alfa". Left out are names that are a surname or a
 * business as often, and those with "Y", which joins two surnames.
 */
const GIVEN = new Set(
  `abel abelardo abigail abraham adan adolfo adrian adriana agustin agustina aida alan alberto alejandra alejandro alfonso
   alfredo alicia alma alondra alvaro amalia amanda amelia amparo ana anabel andrea andres angel angela angeles angelica
   antonia antonio araceli armando arturo asuncion aurelio axel beatriz begona belen benito benjamin berenice bernardo berta
   bertha blanca brenda bruno camila candelaria carlos carmen carolina catalina cecilia cesar clara claudia concepcion
   consuelo cristian cristina cristobal daniel daniela dario david delia diana diego dolores dora edgar edith eduardo
   efrain elena elia elias elisa elizabeth elsa elvira emilia emiliano emilio enrique erick erika ernesto esperanza esteban
   estela esther eugenia eugenio eva evelyn ezequiel fabian fabiola fatima federico felipe felix fernanda fernando fidel
   francisca francisco gabriel gabriela genaro georgina gerardo german gilberto gisela gloria gonzalo graciela gregorio
   guadalupe guillermina guillermo gustavo hector hernan hilda hilario hortensia hugo humberto ignacio ines irene irma isaac
   isabel isidro ismael israel itzel ivan jacinto jaime javier jesus jessica joaquin joel jorge jose josefa josefina juan
   juana judith julia julian juliana julieta julio karen karina karla laura leonardo leonel leonor leopoldo leticia lidia
   lilia liliana lizbeth lorena lorenzo lourdes lucas lucia luciano luis luisa magdalena manuel manuela marcela marcelino
   marcelo marco marcos margarita maria mariana mariano maribel maricela maricruz mariela mario marisol marta martha martin
   martina mateo matilde mauricio mayra mercedes micaela miguel minerva miriam misael moises monica monserrat nadia nancy
   natalia natividad nayeli nestor nicolas noe noemi norma octavio ofelia olga olivia omar orlando oscar osvaldo oswaldo
   pablo paola patricia patricio paula paulina pedro petra pilar porfirio rafael ramiro ramon ramona raquel raul raymundo
   rebeca refugio ricardo rigoberto roberto rocio rodolfo rodrigo rogelio rosa rosalba rosalia rosalinda rosario rosaura
   ruben rubi ruth salvador samuel sandra sara saul sebastian sergio silvia socorro sofia sonia susana teodoro teresa tomas
   ulises valentin valentina valeria vanessa veronica vicente victor virginia viviana wendy ximena xochitl zulema`.split(
    /\s+/u,
  ),
);

/** So many words in full have the two in common: "J. Pérez" may be half a town. */
const IN_FULL_MIN = 2;

/** A word under which nobody is found of whom only its initial is known. */
export function isGivenName(looseWord: string): boolean {
  return GIVEN.has(looseWord);
}

/** "Y" joins two words, and a number is none. */
const isInitial = (word: string) => /^\p{L}$/u.test(word) && word !== 'y';
const initialOf = (word: string) => (GIVEN.has(word) ? word.charAt(0) : word);
const inFull = (words: readonly string[]) => words.filter((word) => word.length > 1 && !PARTICLES.has(word));

/** The words in any order, with an initial in the place of each given name; as they are where no other word would be left. */
export function initialsKey(words: readonly string[]): string {
  const short = words.map(initialOf);
  return (inFull(short).length > 0 ? short : words).toSorted().join(' ');
}

export function hasInitial(words: readonly string[]): boolean {
  return words.some(isInitial);
}

/** The given names and initials, those of one letter together and in their order: surnames may stand before or behind them. */
function givenNames(words: readonly string[]): string[] {
  const given = words.filter((word) => isInitial(word) || GIVEN.has(word));
  return given.toSorted((a, b) => a.charCodeAt(0) - b.charCodeAt(0));
}

/** True for two names of which one shortens given names that the other writes out: "José Luis" is not "Juan Luis". */
export function initialsStandFor(a: readonly string[], b: readonly string[]): boolean {
  if (initialsKey(a) !== initialsKey(b)) return false;
  if (inFull(a).filter((word) => b.includes(word)).length < IN_FULL_MIN) return false;
  const others = givenNames(b);
  return givenNames(a).every((word, at) => {
    const other = others[at] ?? '';
    return word === other || isInitial(word) || isInitial(other);
  });
}
