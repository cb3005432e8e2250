/**
 * What a server may do to the texts that it is given, at each store anew: upper-case, trim or cut them, escape them as
 * HTML, put backslashes before quotes and backslashes, misread their UTF-8 as Latin-1 ("MuÃ±oz"), lose what is not
 * ASCII ("Mu?oz", or U+FFFD), or put something before one field that is not empty.
 */
export type Normalisation =
  | 'upper'
  | 'trim'
  | 'escape'
  | 'backslash'
  | 'mojibake'
  | 'question'
  | 'replacement'
  | { cut: number }
  | { prefix: string; field: string };

/** The text of a field as the server stores it, after all its habits in turn. */
export function normalised(text: string, habits: readonly Normalisation[], field = ''): string {
  return habits.reduce((left, habit) => applied(left, habit, field), text);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

function applied(text: string, habit: Normalisation, field: string): string {
  if (typeof habit === 'object') {
    if ('cut' in habit) return text.slice(0, habit.cut);
    return habit.field === field && text ? habit.prefix + text : text;
  }
  switch (habit) {
    case 'upper':
      return text.toUpperCase();
    case 'trim':
      return text.trim();
    case 'escape':
      return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
    case 'backslash':
      return text.replace(/[\\'"]/g, '\\$&');
    case 'mojibake':
      return Buffer.from(text).toString('latin1');
    case 'question':
      return text.replace(/\P{ASCII}/gu, '?');
    case 'replacement':
      return text.replace(/\P{ASCII}/gu, '\uFFFD');
  }
}
