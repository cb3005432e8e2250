import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import type { Look } from './look.ts';

export type ProblemKind = Exclude<keyof Look['t']['problem'], 'title' | 'home'>;

/** A page that says what went wrong, in words that help. */
export function problemPage(look: Look, kind: ProblemKind): Html {
  const { problem } = look.t;
  return page(
    look,
    problem.title,
    html`<section class="card narrow"><h1>${problem.title}</h1><p>${problem[kind]}</p><p><a href="/">${problem.home}</a></p></section>`,
  );
}
