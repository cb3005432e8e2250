import { PROBE_MARK } from '../domain/probe-mark.ts';
import type { TestCustomer } from '../systems/managementpro/probing.ts';

/** The handful of customers that a probe makes. Each has one thing to show; none could be taken for a person. */
export type TestName = 'plain' | 'letters' | 'marks' | 'long';
export const TEST_NAMES: readonly TestName[] = ['plain', 'letters', 'marks', 'long'];

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const TAG_LETTERS = 8;
/** More than any form has room for, and few enough for any server to take. */
const LONG_WORDS = 40;

/** A word that stands in no other name, by which the customers of one run are found and proven to be its own. */
export function newTag(random: () => number): string {
  const letter = () => LETTERS[Math.floor(random() * LETTERS.length)] ?? 'Z';
  return Array.from({ length: TAG_LETTERS }, letter).join('');
}

export function testCustomer(which: TestName, tag: string, domain: string): TestCustomer {
  const name = `${PROBE_MARK} ${tag} ${SAYS[which](tag)}`;
  const number = 1 + TEST_NAMES.indexOf(which);
  return {
    name,
    legalName: name,
    email: `${EMAILS[which]}.${tag}@${domain}`,
    phone: PHONES[which](number),
  };
}

const SAYS: Readonly<Record<TestName, (tag: string) => string>> = {
  plain: (tag) => `no es una Persona${tag}`,
  letters: (tag) => `Ñandú${tag} Ávila Müller €`,
  marks: () => `& <b> "Pan" 'Sal' \\ fin  `,
  long: () => `largo ${'abcdefgh '.repeat(LONG_WORDS).trim()}`,
};

const EMAILS: Readonly<Record<TestName, string>> = {
  plain: 'ZZPuentePrueba.Uno',
  letters: 'zzpuenteprueba.dos',
  marks: 'zzpuenteprueba.tres',
  long: `zzpuenteprueba.${'abcdefgh.'.repeat(4)}cuatro`,
};

/** Numbers that no exchange gives out. */
const PHONES: Readonly<Record<TestName, (number: number) => string>> = {
  plain: (number) => `550000010${number}`,
  letters: (number) => `55 0000 010${number}`,
  marks: (number) => `+52 (55) 0000-010${number}`,
  long: (number) => `550000010${number} ext. 12345678901234567890`,
};
