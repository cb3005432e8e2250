/**
 * One CSV line, every cell in quotes; a value that a spreadsheet would take for a formula is kept from being one. A
 * phone may begin with +.
 */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const isPhone = /^\+?[\d\s().-]+$/u.test(text);
  const safe = /^[=+\-@\t\r]/u.test(text) && !isPhone ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
