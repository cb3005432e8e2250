import type { Side } from '../domain/customer.ts';
import { explain } from '../domain/error-table.ts';
import { causeIn } from '../report/causes.ts';
import { type CustomerView, viewCustomer } from '../report/customer.ts';
import type { Reason } from '../report/shapes.ts';
import { textsIn } from '../web/texts/texts.ts';
import { customerNamed } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { age, bold, printable, printJson, say, table } from './print.ts';
import { withApp } from './session.ts';
import { said, spokenLanguage, term } from './words/words.ts';

/** Why a customer is as it is, and what it waits for. */
export function why(key: string, options: { readonly json?: boolean }): Promise<void> {
  return withApp(async ({ context }) => {
    const view = await viewCustomer(context, await customerNamed(context, key));
    if (view === undefined) throw new Exit(EXIT.notThere, said('nothing is known of {key}', { key }));
    if (options.json) return printJson(view);
    show(view, context.now());
  });
}

function show(view: CustomerView, now: number): void {
  const { clave, code, name } = view;
  say(
    bold(
      printable(
        `${name}  (${[clave ?? said('not in ManagementPro'), code ?? said('not in Aceptabits')].join(' / ')})`,
      ),
    ),
  );
  for (const reason of view.reasons)
    say(
      printable(
        `· ${sentenceOf(reason)}${reason.since === undefined ? '' : ` (${said('for {age}', { age: age(now - reason.since) })})`}`,
      ),
    );
  if (view.fields.length > 0)
    say(table(['field', 'base', 'managementpro', 'aceptabits', ''].map(term), fieldCells(view)));
  if (view.candidates.length > 0)
    say(table(['may be', 'name', 'for', 'against'].map(term), candidateCells(view)));
  for (const { at, kind, side, cause, by } of view.history.slice(0, 10))
    say(
      printable(
        `${new Date(at).toISOString()}  ${term(kind)}${side === undefined ? '' : ` ${term('in')} ${term(side)}`}: ${causeIn(spokenLanguage(), cause)}${by === undefined ? '' : ` (${by})`}`,
      ),
    );
}

/** The same sentence as on the dashboard. */
function sentenceOf({ code, params }: Reason): string {
  const side = (params.side ?? 'aceptabits') as Side;
  const meaning = params.error === undefined ? '' : explain(side, params.error).meaning[spokenLanguage()];
  return textsIn(spokenLanguage()).reasons[code]({ ...params, meaning });
}

function fieldCells({ fields }: CustomerView): string[][] {
  return fields.map(({ field, managementpro, aceptabits, standing }) => [
    term(field),
    managementpro.base ?? aceptabits.base ?? '',
    managementpro.now ?? '',
    aceptabits.now ?? '',
    term(standing),
  ]);
}

function candidateCells({ candidates }: CustomerView): string[][] {
  return candidates.map(({ candidate, agree, differ, linked }) => [
    candidate.key,
    candidate.name,
    agree.map(term).join(', '),
    [...differ.map(term), ...(linked ? [said('already linked')] : [])].join(', '),
  ]);
}
