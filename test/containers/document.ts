/** The commands of docs/operations.md, taken from the document itself. */
import { readFileSync } from 'node:fs';

type Block = { readonly title: string; readonly commands: string };

const text = readFileSync('docs/operations.md', 'utf8');

/** All blocks in their order, each under the title of its section; the first section has none. */
const BLOCKS: readonly Block[] = text.split(/^## /m).flatMap((section, index) => {
  const title = index === 0 ? '' : (section.split('\n')[0] ?? '');
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, commands = '']) => ({ title, commands }));
});

const run = new Set<Block>();

/** The blocks of a section, marked as run: whoever asks for them runs them. */
export function commandsUnder(title: string): string[] {
  const found = BLOCKS.filter((block) => block.title === title);
  if (found.length === 0) throw new Error(`docs/operations.md has no commands under "${title}"`);
  for (const block of found) run.add(block);
  return found.map(({ commands }) => commands);
}

/** What nobody has asked for yet. */
export function blocksLeft(): readonly Block[] {
  return BLOCKS.filter((block) => !run.has(block));
}
