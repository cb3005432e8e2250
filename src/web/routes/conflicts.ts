import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { conflictsView } from '../../report/conflicts.ts';
import { answerConflicts, type ConflictAnswer, conflictAnswer, policySaid, sayPolicy } from '../acts.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { conflictsPage } from '../pages/conflicts.ts';
import { pageQuery } from '../queries.ts';
import { sendPage } from '../send.ts';

/** A page of conflicts with all their values comes back in one form. */
const FORM_BYTES_MAX = 1024 * 1024;

const said = z.object({
  said: z.coerce.number().int().min(0).optional().catch(undefined),
  moved: z.coerce.number().int().min(0).catch(0).default(0),
  blank: z.coerce.number().int().min(0).catch(0).default(0),
});

type Fields = Readonly<Record<string, string>>;

/** `email.managementpro`: always that side; `email.`: as the settings say. */
const rule = z.object({ rule: z.string().max(50) }).transform(({ rule: text }) => {
  const [field, side] = text.split('.');
  return policySaid.parse({ field, ...(side && { side }) });
});

const form = z.record(z.string(), z.string());

export function serveConflicts(
  server: FastifyInstance,
  options: WebOptions,
  pageContext: PageContextOf,
): void {
  server.get('/conflicts', async (request, reply) => {
    const found = await conflictsView(options.context, pageQuery.parse(request.query).page);
    const { said: done, moved, blank } = said.parse(request.query);
    const answered = done === undefined ? undefined : { done, moved, blank };
    return sendPage(reply, conflictsPage(pageContext(request, reply), found, answered));
  });

  server.post('/conflicts', { bodyLimit: FORM_BYTES_MAX }, async (request, reply) => {
    const { answers, blank } = answersIn(chosenNow(form.parse(request.body)));
    const { done, moved } = await answerConflicts(options, answers, request.person);
    return reply.redirect(`/conflicts?said=${done}&moved=${moved}&blank=${blank}`, 303);
  });

  server.post('/conflicts/rule', { bodyLimit: FORM_BYTES_MAX }, async (request, reply) => {
    await sayPolicy(options, rule.parse(request.body), request.person);
    return reply.redirect('/conflicts#rules', 303);
  });
}

/** The button of one value answers that one conflict, whatever else is marked. */
function chosenNow(fields: Fields): Fields {
  const [, side, id] = /^(managementpro|aceptabits)\.(.+)$/su.exec(fields.now ?? '') ?? [];
  if (side === undefined || id === undefined) return fields;
  const others = Object.entries(fields).filter(([name]) => !name.startsWith('answer.'));
  return { ...Object.fromEntries(others), [`answer.${id}`]: side };
}

/** The rows of the form whose answer is not `later`; `other` takes what was typed, and nothing typed is no answer. */
function answersIn(fields: Fields): { answers: ConflictAnswer[]; blank: number } {
  let blank = 0;
  const answers = Object.entries(fields).flatMap(([name, answer]) => {
    const index = /^answer\.(.{1,700})$/su.exec(name)?.[1];
    if (index === undefined || answer === 'later') return [];
    const of = (field: string) => fields[`${field}.${index}`];
    const choice = choiceOf(answer, of('value'));
    if (choice === undefined) {
      blank += 1;
      return [];
    }
    const seen = { managementpro: of('managementpro'), aceptabits: of('aceptabits') };
    return [conflictAnswer.parse({ clave: of('clave'), field: of('field'), seen, ...choice })];
  });
  return { answers, blank };
}

function choiceOf(answer: string, typed = ''): object | undefined {
  if (answer === 'empty') return { empty: true };
  if (answer !== 'other') return { take: answer };
  return typed.trim() === '' ? undefined : { value: typed };
}
