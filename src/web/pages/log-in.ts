import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { Look } from './look.ts';

export type LogInPage = { readonly next: string; readonly wrong?: string };

export function logInPage(look: Look, { next, wrong }: LogInPage): Html {
  const { logIn } = look.t;
  return page(
    look,
    logIn.title,
    html`<section class="card narrow">
<h1>${logIn.title}</h1>
${wrong !== undefined && html`<p class="notice bad" role="alert">${wrong}</p>`}
<form method="post" action="/login" class="stack">
${token(look)}
<input type="hidden" name="next" value="${next}">
<label>${logIn.user}<input name="user" autocomplete="username" autocapitalize="none" required autofocus></label>
<label>${logIn.password}<input name="password" type="password" autocomplete="current-password" required></label>
<button class="main">${logIn.submit}</button>
</form>
</section>`,
  );
}
