/** The words of needs, reasons and alerts in English, for an integrator abroad. */
import type { Words } from './shape.ts';

const one = (count: string, singular: string, plural: string) => (count === '1' ? singular : plural);

export const en: Words = {
  locale: 'en-GB',
  sides: { managementpro: 'ManagementPro', aceptabits: 'Aceptabits' },
  fields: { name: 'Name', email: 'E-mail', phone: 'Phone', salesperson: 'Salesperson' },
  needs: {
    'first-plan': {
      title: 'The first plan waits for you',
      step: 'Look at the sample and approve it; before that nothing is written.',
    },
    brake: { title: 'A system is braked', step: 'Look at the sample and release it only if it is right.' },
    circuit: {
      title: 'A system does not answer or refuses the key',
      step: 'Check the connection and the credentials; the rest goes on by itself.',
    },
    unread: {
      title: 'A system cannot be read whole',
      step: 'Look at the reason on the dashboard; what can be read is used all the same.',
    },
    'paused-queue': {
      title: 'Paused queues',
      step: 'Somebody has paused a queue: nothing of it runs until it is resumed on the queue board.',
    },
    'side-effect': {
      title: 'Updates stop: they change more than they should',
      step: 'Show your integrator which texts; until the system is mended, type the changes by hand.',
    },
    'no-update-method': {
      title: 'Aceptabits takes no changes of existing customers',
      step: 'Its changes are hand-work; it is tried again once a day and when ACEPTABITS_CUSTOMER_UPDATE_PATH changes.',
    },
    conflict: { title: 'Conflicts', step: 'Choose which value stays.' },
    ambiguous: { title: 'Doubtful matches', step: 'Say whether they are the same person.' },
    parked: { title: 'Refused customers', step: 'Correct what is named; it is tried again by itself.' },
    held: { title: 'To be typed by hand', step: 'Copy the value and type it into Aceptabits.' },
    suspended: {
      title: 'Keys that bear another person now',
      step: 'Look at both sides and say whether it is the same customer.',
    },
    frozen: { title: 'Fields that flip back and forth', step: 'Stop the other program that edits them.' },
    missing: {
      title: 'Customers that are gone',
      step: 'Nothing is deleted; restore it if it was a mistake.',
    },
    unreadable: { title: 'Records that cannot be understood', step: 'Correct the record in its system.' },
    'routes-file': {
      title: 'The file of routes is wrong',
      step: 'Put it right under Routes or in ROUTES_FILE; meanwhile the routes before it are in force.',
    },
    'no-route': {
      title: 'Salespeople without an agent in Aceptabits',
      step: 'Say so under Routes; meanwhile their agent is left as it is.',
    },
  },
  mail: {
    toDo: 'What to do:',
    where: 'The dashboard of Puente shows all that waits for you.',
    dayFine: 'Summary of the day: nothing waits for you.',
    dayOpen: 'Summary of the day: some things wait for you.',
    lastDay: 'In the last 24 hours:',
    writes: 'Changes written',
    conflicts: 'Conflicts',
    failures: 'Failures',
    same: 'The customers are the same in both systems.',
    differing: 'Customers that differ between the two systems now',
    footer: 'Sent by Puente, which keeps your customers in ManagementPro and Aceptabits the same.',
    trial: 'Test of the mail',
    trialText: 'If you read this, the alerts of Puente reach this address. There is nothing to do.',
  },
  brakes: {
    'emptied-list': 'The list came back empty',
    'empty-told': 'It says by an error that it holds no customers: is that so?',
    'shrunken-list': 'The list came back much shorter',
    'mass-change': 'Many customers changed the same field',
    'mass-emptying': 'Many customers lost the same field',
    'another-company': 'It looks like the list of another company',
    'missing-keys': 'Many rows lack a key: the API has changed',
    backlog: 'Aceptabits takes changes now: shall the many that were held be delivered?',
    'new-routes': 'The routes have changed: shall these customers get the agents that they lead to?',
    newcomers: 'Many new customers at once: shall they be created on the other side?',
  },
  causes: {
    adopted: () => 'found after an unclear create',
    'agents-kept': () => 'the routes have changed; the agents stay as they are',
    'another-person': () => 'name, e-mail and phone all changed at once: the key may bear another person',
    'both-changed': () => 'both sides changed; a person decides',
    'different-people': () => 'different people',
    'logged-in': () => 'logged in',
    matched: () => 'matched',
    'not-found': () => 'two look-ups by key found nothing',
    'nothing-said': () => 'nothing is said of the two',
    paused: () => 'paused',
    erased: () => 'what was kept of this person was erased',
    resumed: () => 'resumed',
    'same-customer': () => 'a person says it is the same customer',
    'same-person': () => 'the same person',
    'said-same': () => 'a person says that they are the same',
    'shown-again': () => 'a reading shows it again',
    'taken-back': () => 'sent, and taken back since; it was never shown',
    'tried-again': () => 'what was parked is tried again',
    'typed-over': () => 'sent, and something else is shown since',
    'unseen-at-unlink': () => 'sent, and not seen before the link was taken apart',
    'changed-in': ({ side = '' }) => `changed in ${side}`,
    'new-in': ({ side = '' }) => `new in ${side}`,
    'policy-took': ({ side = '' }) => `both sides changed; the policy took ${side}`,
    'answer-moved': ({ field = '' }) => `the values of ${field} have moved since the answer was given`,
    chosen: ({ field = '' }) => `a person chose the value: ${field}`,
    flips: ({ field = '' }) => `${field} flips back and forth`,
    'rule-taken-back': ({ field = '' }) => `the rule for ${field} is taken back`,
    unfrozen: ({ field = '' }) => `no longer frozen${field && `: ${field}`}`,
    rule: ({ side = '', field = '' }) => `always ${side} for ${field}`,
    took: ({ side = '', field = '' }) => `a person took ${side}: ${field}`,
    'put-back': ({ event = '', field = '' }) => `put back what ${event} replaced: ${field}`,
    'decided-by': ({ by = '' }) => `decided by ${by}`,
    parked: ({ error = '', meaning = '', detail = '' }) => `${meaning} (${error}) ${detail}`.trimEnd(),
    'side-effect': ({ texts = '' }) => `an update changed what it was not sent for: ${texts}`,
    'updates-go-on': ({ texts = '' }) => `updates go on, which had changed ${texts}`,
    'first-plan': ({ hash = '' }) => `the first plan ${hash}`,
    braked: ({ reason = '', field = '', count = '', of = '' }) =>
      `${reason}${field && ` (${field})`}: ${count} of ${of} customers`,
    'brake-kept': ({ reason = '' }) => `the brake stays on: ${reason}`,
    'brake-over': ({ reason = '' }) => `is over: ${reason}`,
    'let-through': ({ reason = '', count = '' }) =>
      `${count} ${one(count, 'line', 'lines')} let through: ${reason}`,
    'routes-written': ({ shops = '', salespeople = '' }) =>
      `ROUTES_FILE is written: ${shops} ${one(shops, 'sucursal', 'sucursales')}, ${salespeople} ${one(salespeople, 'vendedor', 'vendedores')}`,
  },
  effects: { emptied: 'emptied', escaped: 'escaped once more', grown: 'longer' },
  news: {
    'first-plan': 'The first plan waits for you.',
    brake: ({ side = '', reason = '', field = '', count = '', of = '' }) =>
      `${side} is braked: ${reason}${field && ` (${field})`}, ${count} of ${of} customers.`,
    credentials: ({ side = '', code = '' }) => `${side} refuses our credentials (${code}).`,
    trouble: ({ side = '', code = '' }) => `${side} does not answer (${code}).`,
    unread: ({ side = '', code = '', detail = '' }) =>
      `${side} has not been read whole for more than an hour (${code}${detail && `: ${detail}`}).`,
    refused: ({ side = '', code = '' }) =>
      `${side} refuses what Puente sends (${code}): a wrong setting or a bug. Tell your integrator.`,
    'paused-queue': ({ queue = '' }) => `The queue ${queue} is paused.`,
    'no-update-method': ({ path = '' }) =>
      `Aceptabits has no method ${path}, or it has no effect: changes of existing customers wait as hand-work.`,
    'side-effect': ({ side = '', effect = '', fields = '' }) =>
      `Updates of ${side} leave other texts ${effect} (${fields}); those that would do it again have stopped.`,
    double: ({ clave = '', code = '' }) => `Customer ${clave} / ${code} may exist twice: look at both sides.`,
    frozen: ({ clave = '', field = '' }) =>
      `${field} of customer ${clave} flips back and forth; it is left alone.`,
    digest: ({ writes = '', conflicts = '', failures = '', differing = '', open = '' }) =>
      `The last 24 hours: ${writes} ${one(writes, 'write', 'writes')}, ${conflicts} ${one(conflicts, 'conflict', 'conflicts')}, ${failures} ${one(failures, 'failure', 'failures')}. ${differing} ${one(differing, 'customer differs', 'customers differ')} now. ${open === '' ? 'Nothing needs you.' : `What needs you: ${open}.`}`,
  },
};
