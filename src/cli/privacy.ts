/** `puente privacy`: one person sought by phone, e-mail or key, and what is kept of them shown or erased. */
import type { App } from '../app.ts';
import { erasePerson, heldOf, isNothing, type Keys, peopleSought, type Sought } from '../people/privacy.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say } from './print.ts';
import { whoami, withApp } from './session.ts';
import { said } from './words/words.ts';

type Options = {
  readonly phone?: string;
  readonly email?: string;
  readonly clave?: string;
  readonly code?: string;
  readonly json?: boolean;
};

/** Everything that is kept of whoever shows or showed this, as JSON. */
export function exportPerson(options: Options): Promise<void> {
  const sought = soughtBy(options);
  return withApp(async (app) => {
    const people = await found(app, sought);
    const held = [];
    for (const person of people) held.push(await heldOf(app.context, app.engine.queues, person));
    printJson(held);
  });
}

/** Erases what is kept of one person; several are told by their keys, and none of them is touched. */
export function eraseOne(options: Options): Promise<void> {
  const sought = soughtBy(options);
  return withApp(async (app) => {
    const [person = {}, ...others] = await found(app, sought);
    if (others.length > 0)
      throw new Exit(
        EXIT.refused,
        said(
          'refused: {count} customers show or showed that; name one of them by --clave or --code: {keys}',
          { count: others.length + 1, keys: [person, ...others].map(named).join(', ') },
        ),
      );
    if (!(await erasePerson(app.context, app.engine.queues, person, whoami())))
      throw new Exit(
        EXIT.failed,
        said('{who} is in hand at the moment: ask for it again', { who: named(person) }),
      );
    if (options.json) printJson({ erased: person });
    else
      say(
        `${said('{who}: all that was kept here is erased, but for the keys, which are paused.', { who: named(person) })}\n${said(GO_THERE)}`,
      );
  });
}

/** Puente keeps copies; the two systems own their customers. */
const GO_THERE =
  'ManagementPro and Aceptabits still have this person, and so have backups of Redis: who wants to be forgotten has to be erased there too.';

const named = ({ clave, code }: Keys) => [clave, code].filter((key) => key !== undefined).join(' / ');

/** A mistyped key is nobody's: marked as erased, whoever gets it one day would never be observed. */
async function found({ context, engine }: App, sought: Sought): Promise<Keys[]> {
  const people = await peopleSought(context, sought);
  const [only = {}, another] = people;
  if (another === undefined && isNothing(await heldOf(context, engine.queues, only)))
    throw new Exit(EXIT.notThere, said('nothing is kept of such a person'));
  return people;
}

function soughtBy({ phone, email, clave, code }: Options): Sought {
  const given = [phone, email, clave, code].filter((text) => text !== undefined);
  if (given.length !== 1)
    throw new Exit(
      EXIT.usage,
      said('name one of --phone, --email, --clave and --code: puente privacy export --phone 9991234567'),
    );
  if (phone !== undefined) return { phone };
  if (email !== undefined) return { email };
  return clave !== undefined ? { clave } : { code: code ?? '' };
}
