/**
 * The legal forms that a Mexican company's name ends in: in the ERP nearly always, in a shop rarely, and in as many
 * spellings as there are clerks. Works on loose names: small letters, words of letters and digits.
 */

/**
 * All forms, written together and without "de": SA, SAB, SAPI, SAS, S de RL (MI, IP, ART), SC (de RL, de RS, de P…),
 * SPR (de RL, RI), S en C, S en NC, S en C por A, SNC, SSS, AC, ABP, IAP, IBP, ARIC, UE, with or without CV; and the
 * financial ones, which may follow another form: SOFOM, SOFIPO, SOFOL, ER, ENR.
 */
const FORM =
  /^(sapib?|sab|sas|sa|srl(?:mi|ip|art)?|sc(?:rl|rs|p|ap)?|spr(?:rl|ri|rs)?|senc(?:pora)?|sennc|snc|sss|ac|abp|iap|ibp|aric(?:rl|ri)?|eirl)?(cv)?(?:(sofom|sofipo|sofol|sofinco)(e?n?r)?)?$/u;

/** The words that join the letters of a form: "S. de R.L. de C.V." */
const JOINING = new Set(['de', 'y']);

/** No form is spelt with more words: "s c de r l de c v sofom e n r". */
const FORM_WORDS_MAX = 12;

export type FormedName = {
  /** The name without its legal form, word by word. */
  readonly bare: readonly string[];
  /** The form as all its spellings have it, '' for none: with CV or without is one. */
  readonly form: string;
};

/** The words as one, without "de": "sacv", "srlcv". */
function glued(words: readonly string[]): string {
  const text = words.filter((word) => !JOINING.has(word)).join('');
  return text.replace(/^(s)de(rl)/u, '$1$2').replace(/de(cv)/u, '$1');
}

function formOf(words: readonly string[]): string | undefined {
  const [found, form = '', , kind = ''] = FORM.exec(glued(words)) ?? [];
  // "de CV" alone is the rest of a form that was cut off or misspelt, and no form.
  return found && (form !== '' || kind !== '') ? form || kind : undefined;
}

/**
 * Takes the legal form from the end of a loose name. A person is no company: at least `wordsMin` other words must be
 * left, so that nothing is taken from "Ana Sa".
 */
export function withoutForm(looseName: string, wordsMin = 2): FormedName {
  const words = looseName.split(' ').filter((word) => word !== '');
  // The longest ending counts: of "Bimbo S.A.C." no "A.C." is taken.
  for (let at = Math.max(1, words.length - FORM_WORDS_MAX); at < words.length; at += 1) {
    const form = JOINING.has(words[at] ?? '') ? undefined : formOf(words.slice(at));
    if (form === undefined) continue;
    return at < wordsMin ? { bare: words, form: '' } : { bare: words.slice(0, at), form };
  }
  return { bare: words, form: '' };
}

/** Forms agree where they are the same, or one side has none. */
export function formsAgree(a: string, b: string): boolean {
  return a === b || a === '' || b === '';
}
