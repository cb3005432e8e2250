/** What a server may do to the texts it is given: upper-case them, trim them, cut them to a length. */
export type Normalisation = 'upper' | 'trim' | { cut: number };

/** The text as the server stores it, after all its habits in turn. */
export function normalised(text: string, habits: readonly Normalisation[]): string {
  return habits.reduce(applied, text);
}

function applied(text: string, habit: Normalisation): string {
  if (habit === 'upper') return text.toUpperCase();
  if (habit === 'trim') return text.trim();
  return text.slice(0, habit.cut);
}
