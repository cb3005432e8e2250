/** What docs/cli.md says of how soon commands answer: one sentence, made of what `npm run bench:commands` has measured. */

export type Taken = { readonly seconds: number; readonly ofProcessor: number };
export type Answers = {
  readonly at: string;
  readonly rounds: number;
  /** Of the machine, when it was over. */
  readonly load: number;
  readonly cores: number;
  readonly commands: Readonly<Record<string, Taken>>;
};

/** From its first words to its end, in a document. */
export const SENTENCE = /Of \d+ commands[^\n]+\n/u;

export function sentenceOf({ at, load, cores, commands }: Answers): string {
  const all = Object.entries(commands);
  const slowest = all.reduce((most, one) => (one[1].seconds > most[1].seconds ? one : most));
  const dearest = Math.max(...all.map(([, { ofProcessor }]) => ofProcessor));
  const quickest = Math.min(...all.map(([, { seconds }]) => seconds));
  return `Of ${all.length} commands against a running daemon, on ${at.slice(0, 10)}, the quickest answered within ${quickest} s and the slowest (\`${slowest[0]}\`) within ${slowest[1].seconds} s, npm's own start included; none took more than ${dearest} s of a processor (load of the machine ${load}, ${cores} cores; \`npm run bench:commands\`).\n`;
}
