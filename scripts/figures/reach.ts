/**
 * Which modules something passes: those that its entry reaches by imports of values, itself among them. A type is nothing
 * that runs, so an import of types alone leads nowhere.
 */
import { dirname, join } from 'node:path';
import { ts } from '@ts-morph/common';
import type { Source } from './sources.ts';

function isOfTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const { importClause: clause } = node;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings: named } = clause;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

function asksFor({ file, tree }: Source): string[] {
  return tree.statements
    .filter((node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    .filter((node) => !isOfTypes(node))
    .flatMap(({ moduleSpecifier: from }) =>
      from !== undefined && ts.isStringLiteral(from) ? [from.text] : [],
    )
    .filter((path) => path.startsWith('.'))
    .map((path) => join(dirname(file), path));
}

export function reachedFrom(entry: string, sources: readonly Source[]): string[] {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const reached = new Set([entry]);
  for (const file of reached) {
    const source = byFile.get(file);
    for (const next of source === undefined ? [] : asksFor(source)) reached.add(next);
  }
  return [...reached];
}
