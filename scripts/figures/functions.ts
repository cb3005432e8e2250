/** Functions that are too long to be read at once, or ask for more than a caller can keep in order. */
import { ts } from '@ts-morph/common';
import { nodesOf, placeOf, type Source } from './sources.ts';

const LINES_MAX = 70;
const PARAMETERS_MAX = 5;

/**
 * What is left alone: a chapter of situations (the callback of `describe`) is no function that anybody reads from its
 * beginning to its end, and the row of a table (`row(…)`, the callback of `test.each`) has as many columns as the table.
 */
function isChapter({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && /^describe\b/.test(parent.expression.getText());
}

function isRow(node: ts.SignatureDeclaration): boolean {
  const { parent } = node;
  return (
    (ts.isCallExpression(parent) && /^(test|it|describe)\.each\b/.test(parent.expression.getText())) ||
    node.name?.getText() === 'row'
  );
}

function nameOf(node: ts.SignatureDeclaration): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  return named?.getText() ?? 'a function without a name';
}

function linesOf(node: ts.Node): number {
  return node.getText().split('\n').length;
}

/** Each function over a limit, in the words that a reader of the list needs. */
export function overgrown(sources: readonly Source[]): { readonly long: string[]; readonly wide: string[] } {
  const functions = sources.flatMap(({ tree }) =>
    [...nodesOf(tree)].filter(
      (node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node) && 'body' in node,
    ),
  );
  const say = (node: ts.SignatureDeclaration, amount: string) =>
    `${placeOf(node)} ${nameOf(node)}: ${amount}`;
  return {
    long: functions
      .filter((node) => linesOf(node) > LINES_MAX && !isChapter(node))
      .map((node) => say(node, `${linesOf(node)} lines, ${LINES_MAX} at most`)),
    wide: functions
      .filter((node) => node.parameters.length > PARAMETERS_MAX && !isRow(node))
      .map((node) => say(node, `${node.parameters.length} parameters, ${PARAMETERS_MAX} at most`)),
  };
}
