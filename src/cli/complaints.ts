/** How a command ends over a file of a person's that has wrong lines: fifty of them told, the rest counted. */
import { EXIT, Exit } from './exit.ts';
import { printable } from './print.ts';
import { said } from './words/words.ts';

export type LineComplaint = { readonly line: number; readonly wrong: string };

const COMPLAINTS_SHOWN = 50;

/** Ends a command with what is wrong in a file, line by line, and what that came to. */
export function wrongLines(complaints: readonly LineComplaint[], outcome: string): Exit {
  const shown = complaints
    .slice(0, COMPLAINTS_SHOWN)
    .map(({ line, wrong }) => printable(said('line {line}: {wrong}', { line, wrong })));
  const more =
    complaints.length > shown.length
      ? [said('… and {count} more', { count: complaints.length - shown.length })]
      : [];
  return new Exit(EXIT.failed, [...shown, ...more, outcome].join('\n'));
}
