/**
 * The TypeScript files of the house, each parsed once, for whoever measures them. What a command has generated is
 * nobody's to keep short, and is left out.
 */
import { globSync, readFileSync } from 'node:fs';
import { ts } from '@ts-morph/common';

export type Source = {
  readonly file: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
};

/** All files of one of the house's top folders, in the order of their names. */
export function sourcesOf(folder: string): Source[] {
  return globSync(`${folder}/**/*.ts`)
    .filter((file) => !file.endsWith('.gen.ts'))
    .sort()
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      return { file, lines: text.split('\n').length - 1, tree };
    });
}

/** A node and all that it holds, in the order of the text. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* nodesOf(child);
}

/** Where a node begins, as an editor opens it. */
export function placeOf(node: ts.Node): string {
  const tree = node.getSourceFile();
  return `${tree.fileName}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
