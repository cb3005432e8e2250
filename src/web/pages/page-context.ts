import type { FastifyReply, FastifyRequest } from 'fastify';
import { LANGUAGES, type Language } from '../../domain/language.ts';
import type { Texts } from '../texts/shape.ts';
import { textsIn } from '../texts/texts.ts';
import { type Formats, formatsIn } from './formats.ts';

/** What waits behind each section of the navigation. */
export type NavCounts = { readonly [S in 'conflicts' | 'matches' | 'handwork' | 'plan']?: number };

/** What every page needs to know of who reads it. */
export type PageContext = {
  readonly language: Language;
  readonly t: Texts;
  readonly f: Formats;
  /** The page's own path and query, for the links that lead back to it. */
  readonly path: string;
  /** Empty when nobody is logged in. */
  readonly person: string;
  readonly mayAct: boolean;
  /** True when there is a session that can be ended. */
  readonly bySession: boolean;
  /** True for somebody of the fleet on the pages of a company. */
  readonly fromFleet: boolean;
  /** True for the pages about all companies. */
  readonly ofFleet: boolean;
  readonly csrf: string;
  /** What waits behind the sections. */
  readonly counts: NavCounts;
  /** The names of ManagementPro's salespeople, by clave. */
  readonly salespeople: ReadonlyMap<string, string>;
  readonly namespace: string;
  /** Empty unless told. */
  readonly businessName: string;
  readonly now: number;
};

export type LookOptions = {
  readonly timezone: string;
  readonly namespace: string;
  readonly businessName: string;
  readonly csrf: (request: FastifyRequest) => string;
  readonly now: () => number;
  readonly ofFleet?: boolean;
};

const COOKIE = 'puente-language';
const YEAR_S = 365 * 86_400;

const isLanguage = (value: unknown): value is Language => LANGUAGES.some((language) => language === value);

/** Spanish unless the reader has switched; `?lang=en` switches, and is remembered. */
export function createLook({ timezone, namespace, businessName, csrf, now, ofFleet = false }: LookOptions) {
  const formats = new Map<Language, Formats>();
  return (request: FastifyRequest, reply?: FastifyReply): PageContext => {
    const asked = (request.query as Record<string, unknown> | undefined)?.lang;
    const kept = request.cookies[COOKIE];
    const language = isLanguage(asked) ? asked : isLanguage(kept) ? kept : 'es';
    if (isLanguage(asked) && asked !== kept)
      reply?.setCookie(COOKIE, asked, { path: '/', maxAge: YEAR_S, sameSite: 'lax', httpOnly: true });
    const t = textsIn(language);
    const f = formats.get(language) ?? formatsIn(t.lang, timezone);
    formats.set(language, f);
    return {
      language,
      t,
      f,
      path: ownPath(request.url),
      person: request.person,
      mayAct: request.role === 'operator',
      bySession: request.bySession,
      fromFleet: request.aboveToken !== undefined,
      ofFleet,
      csrf: csrf(request),
      counts: request.navCounts ?? {},
      salespeople: request.salespeople ?? new Map(),
      namespace,
      businessName,
      now: now(),
    };
  };
}

/** `//host/…` in a link would be another server's address. */
function ownPath(url: string): string {
  return url.replace(/^[/\\]+/u, '/');
}

/** The page's own address in the other language. */
export function inOtherLanguage({ path, language }: PageContext): string {
  const [pathname = '/', query = ''] = path.split('?');
  const params = new URLSearchParams(query);
  params.set('lang', language === 'es' ? 'en' : 'es');
  return `${pathname}?${params}`;
}
