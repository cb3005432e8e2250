/** Whether a file says what it holds before it begins: a newcomer reads that, and then knows whether to read on. */
import { ts } from '@ts-morph/common';
import type { Source } from './sources.ts';

/** A remark for a tool is no sentence for a reader. */
const FOR_TOOLS = /biome-ignore|@ts-|eslint|c8 |v8 /;

/**
 * The head stands above the imports, or between them and the first declaration, whose own docstring is head enough where
 * the file has one matter. A sentence has words and an end.
 */
export function hasHead({ tree }: Source): boolean {
  const { statements } = tree;
  const first = statements.findIndex(
    (node) => !ts.isImportDeclaration(node) && !ts.isExportDeclaration(node),
  );
  const text = tree.getFullText();
  return statements
    .slice(0, first === -1 ? undefined : first + 1)
    .flatMap((node) => ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
    .map(({ pos, end }) => text.slice(pos, end))
    .some((comment) => !FOR_TOOLS.test(comment) && /\S+( \S+){2}.*[.:?]/s.test(comment));
}
