import type { Field, Side } from '../../domain/customer.ts';
import type { Page, Person } from '../../report/shapes.ts';
import type { WaitKind } from '../../report/status.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page-context.ts';

/** Pieces that several pages share. */

export function customerPath(side: Side, key: string): string {
  return `/customers/${side}/${encodeURIComponent(key)}`;
}

/** A customer's name as a link to its page, its keys below. */
export function customerLink({ t }: PageContext, { subject, name, clave, code }: Person): Html {
  const keys = [clave, code].filter((key) => key !== undefined).join(' · ');
  return html`<a class="customer" href="${customerPath(subject.side, subject.key)}"><bdi>${name === '' ? t.empty : name}</bdi></a> <span class="keys">${keys}</span>`;
}

/** A value as it stands, with a word where it is empty or not told. */
export function value({ t }: PageContext, text: string | undefined): Html {
  if (text === undefined) return html`<span class="faint">${t.unknown}</span>`;
  return text.trim() === ''
    ? html`<span class="faint">${t.empty}</span>`
    : html`<bdi class="value">${text}</bdi>`;
}

/** The value of a field as a person knows it: a salesperson by name, with the clave behind it. */
export function fieldValue(pageContext: PageContext, field: Field, text: string | undefined): Html {
  return value(pageContext, text === undefined ? undefined : fieldText(pageContext, field, text));
}

export function fieldText({ salespeople }: PageContext, field: Field, text: string): string {
  const name = field === 'salesperson' ? salespeople.get(text) : undefined;
  return name ? `${name} (${text})` : text;
}

/** What has been answered and is being carried out; it leaves the list by itself. */
export function underWay({ t }: PageContext): Html {
  return html`<p><span class="badge good">${t.underWay}</span></p>`;
}

const TONES: Readonly<Partial<Record<WaitKind, string>>> = {
  conflict: 'warn',
  ambiguous: 'warn',
  held: 'warn',
  frozen: 'warn',
  parked: 'bad',
  suspended: 'bad',
  unreadable: 'bad',
  braked: 'bad',
};

export function waitBadge({ t }: PageContext, kind: WaitKind): Html {
  return html`<span class="badge ${TONES[kind] ?? 'calm'}">${t.waits[kind]}</span>`;
}

export function notice(tone: 'good' | 'bad', text: string): Html {
  return html`<p class="notice ${tone}" role="${tone === 'bad' ? 'alert' : 'status'}">${text}</p>`;
}

export function heading(title: string, more?: Html): Html {
  return html`<div class="heading"><h1><bdi>${title}</bdi></h1>${more}</div>`;
}

export function nothing(text: string): Html {
  return html`<p class="nothing" data-key="none">${text}</p>`;
}

/** A part of a page that is brought up to date as a whole, but for the rows of a list in it. */
export function livePlace(name: string, content: Html | false | undefined): Html {
  return html`<div data-live-place="${name}">${content}</div>`;
}

/** The address of another page of the same list. */
function withParam(pageContext: PageContext, name: string, to: string): string {
  const [path = '/', query = ''] = pageContext.path.split('?');
  const params = new URLSearchParams(query);
  for (const passing of ['lang', 'said', 'moved', 'blank', 'freed', 'undone']) params.delete(passing);
  params.set(name, to);
  return `${path}?${params}`;
}

export function pager(pageContext: PageContext, { page, pages }: Page): Html {
  if (pages < 2) return html``;
  const to = (target: number, label: string, rel: string) =>
    html`<a rel="${rel}" href="${withParam(pageContext, 'page', String(target))}">${label}</a>`;
  const f = pageContext.f.number;
  return html`<nav class="pager" aria-label="${f(page)} / ${f(pages)}">${page > 1 && to(page - 1, '←', 'prev')}<span>${f(page)} / ${f(pages)}</span>${page < pages && to(page + 1, '→', 'next')}</nav>`;
}

/** Where an older page of the history begins. */
export function older(pageContext: PageContext, next: string | undefined): Html {
  if (next === undefined) return html``;
  return html`<nav class="pager"><a rel="next" href="${withParam(pageContext, 'before', next)}">${pageContext.t.more} →</a></nav>`;
}

export function option(name: string, label: string, chosen: boolean): Html {
  return html`<option value="${name}"${chosen && html` selected`}>${label}</option>`;
}

/** A moment, with its age beside it. */
export function moment({ f, now }: PageContext, at: number): Html {
  return html`<time datetime="${new Date(at).toISOString()}" title="${f.time(at)}">${f.ago(at, now)}</time>`;
}
