/** The form for a name and a password. */
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { PageContext } from './page-context.ts';

export type LogInPage = { readonly next: string; readonly wrong?: string };

export function logInPage(pageContext: PageContext, { next, wrong }: LogInPage): Html {
  const { logIn } = pageContext.t;
  return page(
    pageContext,
    logIn.title,
    html`<section class="card narrow">
<h1>${logIn.title}</h1>
${wrong !== undefined && html`<p class="notice bad" role="alert">${wrong}</p>`}
<form method="post" action="/login" class="stack">
${token(pageContext)}
<input type="hidden" name="next" value="${next}">
<label>${logIn.user}<input name="user" autocomplete="username" autocapitalize="none" required autofocus></label>
<label>${logIn.password}<input name="password" type="password" autocomplete="current-password" required></label>
<button class="main">${logIn.submit}</button>
</form>
</section>`,
  );
}
