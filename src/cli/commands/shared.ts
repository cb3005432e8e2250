export const JSON_OPTION = ['--json', 'print JSON for programs'] as const;
export const PAGE_OPTION = ['--page <number>', 'of fifty customers each'] as const;

/** The lines under a command's help. */
export function examples(...lines: readonly string[]): string {
  const shown = lines.map((line) => `  npm run -s puente -- ${line}`);
  return `\nExample${lines.length > 1 ? 's' : ''}:\n${shown.join('\n')}`;
}
