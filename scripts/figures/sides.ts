/**
 * How often code asks which side it is. A question is a comparison of anything with the name of a side
 * (`side === 'aceptabits'`, `target !== 'managementpro'`) or a `case` of such a name. No question is a name that picks what
 * a side has (`clients.managementpro`, `OF_SIDE[side]`): there one place says what the two sides have each, and nobody
 * asks.
 */
import { ts } from '@ts-morph/common';
import { nodesOf, placeOf, type Source } from './sources.ts';

const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

function isSideName(node: ts.Node): boolean {
  return ts.isStringLiteral(node) && (node.text === 'managementpro' || node.text === 'aceptabits');
}

function isQuestion(node: ts.Node): boolean {
  if (ts.isCaseClause(node)) return isSideName(node.expression);
  return (
    ts.isBinaryExpression(node) &&
    COMPARISONS.has(node.operatorToken.kind) &&
    (isSideName(node.left) || isSideName(node.right))
  );
}

/** Where each question stands. */
export function sideQuestions(sources: readonly Source[]): string[] {
  return sources.flatMap(({ tree }) => [...nodesOf(tree)].filter(isQuestion).map(placeOf));
}
