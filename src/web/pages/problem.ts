/** What a person sees instead of a page that could not be made. */
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import type { PageContext } from './page-context.ts';

export type ProblemKind = Exclude<keyof PageContext['t']['problem'], 'title' | 'home'>;

/** A page that says what went wrong, in words that help. */
export function problemPage(pageContext: PageContext, kind: ProblemKind): Html {
  const { problem } = pageContext.t;
  return page(
    pageContext,
    problem.title,
    html`<section class="card narrow"><h1>${problem.title}</h1><p>${problem[kind]}</p><p><a href="/">${problem.home}</a></p></section>`,
  );
}
