import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { undoTarget } from '../../people/undo-preview.ts';
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
import { doneShape, serve } from './endpoint.ts';

/** More answers than one page of the dashboard holds are given in several requests. */
const ANSWERS_MAX = 200;

const undoBody = z.object({ target: undoTarget, hash: planNamed.shape.hash });

/** What a person decides. `done: false` says that what the person saw has moved since: look again. */
export function serveDecisions(server: FastifyInstance, desk: WebOptions): void {
  const post = 'POST';
  serve(server, {
    method: post,
    url: '/api/customers/:side/:key/:action',
    summary: 'Acts on one customer: resync, pause, unpause, unlink, link, set-field, vouch, unfreeze, unpark',
    params: actionParams,
    body: actionBody,
    answer: doneShape,
    handle: async ({ params: { side, key, action }, body, person }) => ({
      done: await actOnCustomer(desk, { side, key }, action, body, person),
    }),
  });
  serve(server, {
    method: post,
    url: '/api/conflicts',
    summary: 'Answers conflicts: takes a side or a value; answers to values that have moved are refused',
    body: z.object({ answers: z.array(conflictAnswer).max(ANSWERS_MAX) }),
    answer: z.object({ done: z.number(), moved: z.number() }),
    handle: ({ body, person }) => answerConflicts(desk, body.answers, person),
  });
  serve(server, {
    method: post,
    url: '/api/matches',
    summary: 'Says whether two customers are the same person',
    body: matchAnswer,
    answer: doneShape,
    handle: async ({ body, person }) => ({ done: await answerMatch(desk, body, person) }),
  });
  serve(server, {
    method: post,
    url: '/api/plan/approve',
    summary: 'Approves exactly the plan of this hash',
    body: planNamed,
    answer: doneShape,
    handle: async ({ body, person }) => ({ done: await approvePlan(desk, body, person) }),
  });
  serve(server, {
    method: post,
    url: '/api/plan/release',
    summary: 'Releases the brake of a side for exactly what this hash names',
    body: brakeNamed,
    answer: doneShape,
    handle: async ({ body, person }) => ({ done: await releaseBrake(desk, body, person) }),
  });
  serve(server, {
    method: post,
    url: '/api/plan/refuse',
    summary: 'Refuses the first plan, or leaves a brake on: nothing changes on either side',
    body: planOrBrakeNamed,
    answer: doneShape,
    handle: async ({ body, person }) => ({ done: await refuse(desk, body, person) }),
  });
  serve(server, {
    method: post,
    url: '/api/undo',
    summary: 'Puts back exactly what the preview of this hash has shown',
    body: undoBody,
    answer: z.object({ done: z.number(), refused: z.number() }),
    handle: ({ body: { target, hash }, person }) => putBack(desk, target, hash, person),
  });
  serve(server, {
    method: post,
    url: '/api/retry',
    summary:
      'Tries everybody again who is parked, or those of one code or of a reason that holds these words',
    body: retryOf,
    answer: z.object({ done: z.number() }),
    handle: async ({ body, person }) => ({ done: await retryParked(desk, body, person) }),
  });
  serve(server, {
    method: post,
    url: '/api/resync',
    summary: 'Reads both sides now',
    answer: doneShape,
    handle: async () => {
      await readAllNow(desk);
      return { done: true };
    },
  });
}
