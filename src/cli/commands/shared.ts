/** Options and help lines that commands of several groups have in common, so that they read alike everywhere. */
import { said } from '../words/words.ts';

export const jsonOption = () => ['--json', said('print JSON for programs')] as const;
export const pageOption = () => ['--page <number>', said('of fifty customers each')] as const;

/** The lines under a command's help. */
export function examples(...lines: readonly string[]): string {
  const shown = lines.map((line) => `  npm run -s puente -- ${line}`);
  return `\n${lines.length > 1 ? said('Examples') : said('Example')}:\n${shown.join('\n')}`;
}
