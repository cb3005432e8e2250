import type { Customer } from './customer.ts';
import { loose } from './equality.ts';
import { EVIDENCE, evidenceOf } from './evidence.ts';
import { WORD_MIN_CHARS } from './match.ts';

/**
 * What an open create and the record that it may have made have in common, in forms that an index can be asked for.
 * Whoever `fulfils` a create begins like it; whoever `resembles` it shares a piece of evidence, or two words of the
 * name, or the only one. What the index finds by these is then looked at closely: it may find too many, never too few.
 */
export const TRAITS = ['email', 'phone', 'name', 'begin', 'word', 'only'] as const;
export type TraitKind = (typeof TRAITS)[number];
export type Trait = { readonly kind: TraitKind; readonly value: string };

/** A server that cuts names off leaves at least so many characters (`landed`). */
const BEGIN_CHARS = 4;
/** Words in common that make two names alike, where both have so many. */
const WORDS_ALIKE = 2;

/** The traits of a customer, as it is asked for or as it is shown. */
export function traitsOf(customer: Customer): Trait[] {
  const evidence = evidenceOf(customer);
  const whole = loose(customer.name ?? '');
  const words = [...new Set(longWords(whole))];
  const kind = isSoleWord(longWords(evidence.name ?? '')) ? 'only' : 'word';
  return [
    ...EVIDENCE.flatMap((of) => (evidence[of] === undefined ? [] : [{ kind: of, value: evidence[of] }])),
    { kind: 'begin', value: whole.slice(0, BEGIN_CHARS) },
    ...words.map((value): Trait => ({ kind, value })),
  ];
}

function longWords(name: string): string[] {
  return name.split(' ').filter((word) => word.length >= WORD_MIN_CHARS);
}

/** True where one word in common may be enough: there is no other, or it stands there twice ("López López"). */
function isSoleWord(words: readonly string[]): boolean {
  return words.length < WORDS_ALIKE || new Set(words).size < words.length;
}

/** What to ask the index for: the only word of one name may be any word of the other. */
export function askedFor(traits: readonly Trait[]): Trait[] {
  return traits.flatMap((trait): Trait[] =>
    isWord(trait)
      ? [
          { kind: 'word', value: trait.value },
          { kind: 'only', value: trait.value },
        ]
      : [trait],
  );
}

/** True when what was found of one customer is enough for a closer look; `traits` are those of the other. */
export function isLookedAt(traits: readonly Trait[], found: readonly Trait[]): boolean {
  if (traits.some(({ kind }) => kind === 'only')) return found.length > 0;
  return found.some(({ kind }) => kind !== 'word') || found.length >= WORDS_ALIKE;
}

function isWord({ kind }: Trait): boolean {
  return kind === 'word' || kind === 'only';
}
