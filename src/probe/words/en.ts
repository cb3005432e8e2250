import type { Form, ListShape, ToldNo } from '../../domain/profile.ts';
import type { Words } from './shape.ts';

/** What the report says, in English: each measure with what it means for Puente and its settings. */

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

const FORMS: Readonly<Record<Form['kind'], string>> = {
  upper: 'all in capitals',
  lower: 'all in small letters',
  trimmed: 'without the blanks at its ends',
  escaped: 'with HTML entities (&amp;)',
  backslashed: 'with backslashes added',
  mojibake: 'with garbled letters (MuÃ±oz)',
  lost: 'with letters lost',
  accents: 'without accents',
  emptied: 'empty',
  other: 'in another way',
  cut: 'cut off',
  prefixed: 'with something before it',
};

const FIELDS = {
  name: 'name',
  lastname: 'last name',
  legalName: 'legal name',
  email: 'e-mail',
  phone: 'phone',
} as const;

const KEY_FORMS = {
  exact: 'whole',
  blanks: 'with blanks',
  zeros: 'with zeros',
  bare: 'without zeros',
} as const;

function formIn(form: Form): string {
  if (form.kind === 'cut') return `cut to ${form.chars} characters`;
  return form.kind === 'prefixed' ? `with “${form.prefix}” before it` : FORMS[form.kind];
}

const SHAPES: Readonly<Record<ListShape, string>> = {
  array: 'a list',
  object: 'an object with numbers',
  row: 'the row alone',
  null: 'null',
  text: 'an empty text',
  other: 'something else',
};

function noIn(told: ToldNo | { readonly empty: true }): string {
  return 'empty' in told
    ? 'an empty list'
    : `error ${told.code} (HTTP ${told.status}) ${told.message}`.trim();
}

const measured: Words['measured'] = {
  clock: ['Clock', ({ offMs }) => Math.abs(offMs) < 2_000 ? 'as this machine’s' : `${seconds(offMs)} apart from this machine’s; nothing depends on it`],
  created: ['created_at', ({ offMs }) => Math.abs(offMs) < 2_000 ? 'is the time here' : `${seconds(offMs)} apart; Puente never compares it with its own clock`],
  speed: ['Speed', ({ medianMs, slowestMs }) => `${medianMs} ms an answer, the slowest ${slowestMs} ms`],
  answers: ['Answers', ({ contentType, unknownFields }) => `${contentType || 'no Content-Type'}${unknownFields.length > 0 ? `; fields that no document shows: ${unknownFields.join(', ')}` : ''}`],
  shapes: ['Lists', ({ many, one, none }) => `several: ${SHAPES[many]}; one: ${SHAPES[one]}; none: ${none === undefined ? 'an error' : SHAPES[none]}`],
  wrongKey: ['A wrong key', (told) => `${noIn(told)}${told.recognised ? '' : '; Puente does NOT take it for a failure of the credentials: tell its support'}`],
  unknownKey: ['An unknown key', noIn],
  none: ['“None”', ({ key, search }) => [key && `by clave: ${noIn(key)}`, search && `by search: ${noIn(search)}`].filter(Boolean).join('; ')],
  size: ['Largest list', ({ received, cap, tooMuch, broken }) => [`${received} rows`, cap === undefined ? 'no cap in sight' : `a CAP of ${cap}: whole readings cost more`, tooMuch && `more is too much (${tooMuch}): raise MANAGEMENTPRO_TIMEOUT`, broken && `a row breaks the document: ${broken}`].filter(Boolean).join('; ')],
  unasked: ['Without “registros”', ({ rows }) => `${rows} rows`],
  registros: ['The answer’s “registros”', ({ means, asText }) => `${{ returned: 'counts its rows', matching: 'counts all that match', untold: 'is not there' }[means]}${asText ? ', as text' : ''}`],
  paging: ['Pages of GetClienteLista', ({ by }) => by === undefined ? 'none of the likely names makes them' : `by “${by.page}” and “${by.size}”: a list with a cap is read page by page`],
  pages: ['Largest page', ({ rowsMax }) => `${rowsMax} rows`],
  order: ['Order', ({ is, tied }) => `${{ 'by-key': 'by key', 'newest-first': 'the newest first', stable: 'fixed, and none of those expected', changing: 'CHANGES from answer to answer' }[is]}${tied ? '; several share one created_at' : ''}`],
  growth: ['Meanwhile', ({ rows }) => `somebody else created ${rows}`],
  claves: ['Claves', ({ made, forms, referencesDiffer }) => `${{ next: 'one after the other', gaps: 'numbered, with gaps', text: 'are no numbers' }[made]}; list ${KEY_FORMS[forms.list]}, GetCliente ${KEY_FORMS[forms.one]}, addCliente ${KEY_FORMS[forms.write]}${referencesDiffer ? '; those of the sucursal differ between methods' : ''}`],
  lag: ['A create is seen', (lag) => 'ms' in lag ? (lag.ms < 1_000 ? 'at once' : `after ${seconds(lag.ms)}`) : `NOT within ${seconds(lag.overMs)}`],
  forms: ['What it makes of texts', (forms) => Object.entries(forms).map(([field, made]) => `${FIELDS[field as keyof typeof FIELDS]}: ${made.length === 0 ? 'as it is' : made.map(formIn).join(', ')}`).join('; ')],
  search: ['Search', ({ finds, foldsCase, foldsAccents }) => finds ? `${foldsCase ? 'passes over case' : 'MINDS case'}; ${foldsAccents === undefined ? 'accents: not told' : foldsAccents ? 'passes over accents' : 'minds accents'}` : 'does not find by a word of the name'],
  filled: ['A create is filled with', ({ names }) => names.length === 0 ? 'nothing' : names.join(', ')],
  update: ['Updates', ({ is, detail, untaken, unemptied }) => [{ lands: 'land', 'no-effect': 'ARE ACCEPTED AND DO NOTHING', 'not-there': 'have NO method: they will be hand-work', refused: 'ARE REFUSED' }[is], detail, untaken.length > 0 && `${untaken.map((one) => FIELDS[one as keyof typeof FIELDS] ?? one).join(', ')} not taken`, unemptied.length > 0 && `${unemptied.map((one) => FIELDS[one as keyof typeof FIELDS] ?? one).join(', ')} not emptied`].filter(Boolean).join('; ')],
  omitted: ['A field that is left out', ({ are, names }) => ({ kept: 'stays', blanked: `is BLANKED (${names.join(', ')}); Puente always sends everything`, 'blanked-with-internals': `is BLANKED, also what nobody can send (${names.join(', ')}): Puente will stop and say so` })[are]],
  methods: ['Methods', (methods) => Object.entries(methods).map(([name, there]) => `${name}: ${there ? 'yes' : 'NO'}`).join('; ')],
  tidied: ['Test customers', ({ works }) => works ? 'could be taken away' : 'could NOT all be taken away'],
  platform: ['The platform’s own', ({ customers, among }) => `${customers} among the newest ${among}; no people`],
}; // biome-ignore format: one measure per line

export const en: Words = {
  measured,
  title: (side, requests, ms) => `${side}: ${requests} requests in ${(ms / 1_000).toFixed(1)} s`,
  untold: (reason) => `could not be measured: ${reason}`,
  ended: (why) => `The measuring ended before its end: ${why}`,
  savings: ({ customers, without, with: less }) =>
    `With this profile the first whole reading of a company of ${customers} customers costs ${less} requests instead of ${without}.`,
  tidied: (count, side) =>
    side === 'managementpro'
      ? `${count} test customers were set to BA.`
      : `${count} test customers were deleted.`,
  left: (key, why) =>
    `LEFT is the test customer ${key}: ${why}. Another run tries again; or take it away yourself.`,
  head: { what: 'measure', told: 'result' },
};
