/** `puente matches`: who could be whom, and a person's word that two are the same or are not. */
import type { Verdict } from '../domain/match.ts';
import { judgePair } from '../people/pairs.ts';
import { matchesView } from '../report/matches.ts';
import { isErased } from '../store/personal.ts';
import type { Subject } from '../store/records.ts';
import { countNamed, nudge, refused } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { age, printJson, printPage, say, table } from './print.ts';
import { whoami, withApp } from './session.ts';
import { said, term } from './words/words.ts';

export function listMatches(options: { readonly json?: boolean; readonly page?: string }): Promise<void> {
  const asked = countNamed(options.page);
  return withApp(async ({ context }) => {
    const { rows, ...page } = await matchesView(context, asked);
    if (options.json) return printJson({ ...page, rows });
    const cells = rows.flatMap(({ side, customer, candidates, since }) =>
      candidates.map(({ candidate, agree, differ, linked }) => {
        const [m, a] = side === 'managementpro' ? [customer, candidate] : [candidate, customer];
        const person = ({ name, email, phone }: typeof m) => [name, email, phone].filter(Boolean).join('\n');
        const against = [...differ.map(term), ...(linked ? [said('already linked')] : [])];
        return [
          m.key,
          person(m),
          a.key,
          person(a),
          agree.map(term).join(', '),
          against.join(', '),
          age(context.now() - since),
        ];
      }),
    );
    const head = ['clave', 'in ManagementPro', 'code', 'in Aceptabits', 'for', 'against', 'age'].map(term);
    printPage(page, said('No match waits'), table(head, cells));
  });
}

/** A person's word on a pair; the daemon links or creates accordingly. */
export function judge(
  clave: string,
  code: string,
  verdict: Verdict,
  options: { readonly json?: boolean },
): Promise<void> {
  return withApp(async (app) => {
    const { store } = app.context;
    const [m] = await store.storedRecords('managementpro', [clave]);
    const [a] = await store.storedRecords('aceptabits', [code]);
    // Of somebody erased nothing is known, but that a newcomer who looks like them is somebody else may be said.
    const isThere = async (record: unknown, subject: Subject) =>
      record !== undefined || (verdict === 'different' && (await isErased(store, subject)));
    if (!(await isThere(m, { side: 'managementpro', key: clave })))
      throw new Exit(EXIT.notThere, said('no customer with the clave {key} is known here', { key: clave }));
    if (!(await isThere(a, { side: 'aceptabits', key: code })))
      throw new Exit(EXIT.notThere, said('no customer with the code {key} is known here', { key: code }));
    if (!(await judgePair(app.context, clave, code, verdict, whoami())))
      throw refused(said('one of the two is linked: it'));
    const when = await nudge(app, { side: 'managementpro', key: clave });
    if (options.json) printJson({ clave, code, verdict });
    else
      say(
        verdict === 'same'
          ? said('{clave} and {code}: the same person. {when}', { clave, code, when })
          : said('{clave} and {code}: different people. {when}', { clave, code, when }),
      );
  });
}
