import { z } from 'zod';
import { undoTarget } from '../../people/undo-preview.ts';
import { refuse as refuseRequest } from '../access/refusals.ts';
import {
  actionBody,
  actionParams,
  actOnCustomer,
  answerConflicts,
  answerMatch,
  approvePlan,
  brakeNamed,
  conflictAnswer,
  matchAnswer,
  planNamed,
  planOrBrakeNamed,
  putBack,
  readAllNow,
  refuse,
  releaseBrake,
  retryOf,
  retryParked,
} from '../acts.ts';
import type { WebOptions } from '../options.ts';
import { type Api, answers, doneShape } from './answers.ts';

/** More answers than one page of the dashboard holds are given in several requests. */
const ANSWERS_MAX = 200;

const undoBody = z.object({ target: undoTarget, hash: planNamed.shape.hash });

/** What a person decides of customers. `done: false` says that what the person saw has moved since: look again. */
export function serveDecisions(api: Api, desk: WebOptions): void {
  api.post(
    '/api/customers/:side/:key/:action',
    {
      schema: {
        operationId: 'actOnCustomer',
        summary:
          'Acts on one customer: resync, pause, unpause, unlink, link, set-field, vouch, unfreeze, unpark',
        params: actionParams,
        body: actionBody,
        response: answers(doneShape),
      },
    },
    async ({ params: { side, key, action }, body, person }) => ({
      done: await actOnCustomer(desk, { side, key }, action, body, person),
    }),
  );
  api.post(
    '/api/conflicts',
    {
      schema: {
        operationId: 'answerConflicts',
        summary: 'Answers conflicts: takes a side or a value; answers to values that have moved are refused',
        body: z.object({ answers: z.array(conflictAnswer).max(ANSWERS_MAX) }),
        response: answers(z.object({ done: z.number(), moved: z.number() })),
      },
    },
    ({ body, person }) => answerConflicts(desk, body.answers, person),
  );
  api.post(
    '/api/matches',
    {
      schema: {
        operationId: 'answerMatch',
        summary: 'Says whether two customers are the same person',
        body: matchAnswer,
        response: answers(doneShape),
      },
    },
    async ({ body, person }) => ({ done: await answerMatch(desk, body, person) }),
  );
}

/** What a person decides of many at once. */
export function serveApprovals(api: Api, desk: WebOptions): void {
  api.post(
    '/api/plan/approve',
    {
      schema: {
        operationId: 'approvePlan',
        summary: 'Approves exactly the plan of this hash',
        body: planNamed,
        response: answers(doneShape),
      },
    },
    async ({ body, person }) => ({ done: await approvePlan(desk, body, person) }),
  );
  api.post(
    '/api/plan/release',
    {
      schema: {
        operationId: 'releaseBrake',
        summary: 'Releases the brake of a side for exactly what this hash names',
        body: brakeNamed,
        response: answers(doneShape),
      },
    },
    async ({ body, person }) => ({ done: await releaseBrake(desk, body, person) }),
  );
  api.post(
    '/api/plan/refuse',
    {
      schema: {
        operationId: 'refusePlan',
        summary: 'Refuses the first plan, or leaves a brake on: nothing changes on either side',
        body: planOrBrakeNamed,
        response: answers(doneShape),
      },
    },
    async ({ body, person }) => ({ done: await refuse(desk, body, person) }),
  );
}

/** What a person has done again or taken back. */
export function serveRepairs(api: Api, desk: WebOptions): void {
  api.post(
    '/api/undo',
    {
      schema: {
        operationId: 'undo',
        summary: 'Puts back exactly what the preview of this hash has shown',
        body: undoBody,
        response: answers(z.object({ done: z.number(), refused: z.number() })),
      },
    },
    async ({ body: { target, hash }, person }, reply) =>
      (await putBack(desk, target, hash, person)) ?? refuseRequest(reply, 'notFound'),
  );
  api.post(
    '/api/retry',
    {
      schema: {
        operationId: 'retryParked',
        summary:
          'Tries everybody again who is parked, or those of one code or of a reason that holds these words',
        body: retryOf,
        response: answers(z.object({ done: z.number() })),
      },
    },
    async ({ body, person }) => ({ done: await retryParked(desk, body, person) }),
  );
  api.post(
    '/api/resync',
    {
      schema: {
        operationId: 'readAllNow',
        summary: 'Reads both sides now',
        response: answers(doneShape),
      },
    },
    async () => {
      await readAllNow(desk);
      return { done: true };
    },
  );
}
