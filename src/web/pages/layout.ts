/** The frame around every page, and the token that each of its forms carries. */
import { assetUrl } from '../assets.ts';
import { type Html, html } from './html.ts';
import { inOtherLanguage, type PageContext } from './page-context.ts';

const SECTIONS = [
  ['/', 'overview'],
  ['/customers', 'customers'],
  ['/conflicts', 'conflicts'],
  ['/matches', 'matches'],
  ['/handwork', 'handwork'],
  ['/plan', 'plan'],
  ['/routes', 'routes'],
  ['/services', 'services'],
  ['/connections', 'connections'],
  ['/history', 'history'],
  ['/queues', 'queues'],
] as const;
const OF_FLEET = [['/companies', 'companies']] as const;
type Section = (typeof SECTIONS)[number] | (typeof OF_FLEET)[number];

/** The frame of every page: sections, language, log-out, and the one script. */
export function page(pageContext: PageContext, title: string, content: Html): Html {
  const { businessName } = pageContext;
  return html`<!doctype html>
<html lang="${pageContext.t.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${businessName !== '' && html`${businessName} · `}Puente</title>
<link rel="icon" href="${assetUrl('puente.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('puente.css')}">
<script src="${assetUrl('puente.js')}" defer></script>
</head>
<body>
<a class="skip" href="#content">${pageContext.t.skip}</a>
<header class="top">
<a class="brand" href="/"><img src="${assetUrl('puente.svg')}" alt="" width="28" height="28">Puente</a>${businessName !== '' && html`<span class="business"><bdi>${businessName}</bdi></span>`}
${pageContext.person !== '' && sections(pageContext)}
<div class="who">
<a href="${inOtherLanguage(pageContext)}" hreflang="${pageContext.language === 'es' ? 'en' : 'es'}" lang="${pageContext.language === 'es' ? 'en' : 'es'}">${pageContext.t.otherLang}</a>
${pageContext.bySession && logOut(pageContext)}
</div>
</header>
<main id="content" tabindex="-1">
${content}
</main>
</body>
</html>`;
}

function sections(pageContext: PageContext): Html {
  const all: readonly Section[] = pageContext.ofFleet ? OF_FLEET : SECTIONS;
  const here = `/${pageContext.path.split(/[/?]/)[1] ?? ''}`;
  return html`<nav class="sections" aria-label="${pageContext.t.nav.menu}">${all.map(
    ([href, name]) =>
      html`<a href="${href}"${href === here && html` aria-current="page"`}>${pageContext.t.nav[name]}${badge(pageContext, name)}</a>`,
  )}</nav>`;
}

/** How many wait there; nothing beside a section where nobody does. */
function badge({ counts, f }: PageContext, name: Section[1]): Html | false {
  const count = name in counts ? (counts[name as keyof typeof counts] ?? 0) : 0;
  return count > 0 && html` <span class="waiting">${f.number(count)}</span>`;
}

/** Whoever comes from the fleet goes back there. */
function logOut(pageContext: PageContext): Html {
  if (pageContext.fromFleet) return html`<a href="/companies">${pageContext.t.nav.companies}</a>`;
  return html`<a href="/sessions">${pageContext.t.sessions.title}</a><form method="post" action="/logout">${token(pageContext)}<button class="plain" title="${pageContext.t.logIn.as(pageContext.person)}">${pageContext.t.logIn.out}</button></form>`;
}

/** Stands in every form. */
export function token({ csrf }: PageContext): Html {
  return html`<input type="hidden" name="_csrf" value="${csrf}">`;
}
