import { assetUrl } from '../assets.ts';
import { type Html, html } from './html.ts';
import { inOtherLanguage, type Look } from './look.ts';

const SECTIONS = [
  ['/', 'overview'],
  ['/customers', 'customers'],
  ['/conflicts', 'conflicts'],
  ['/matches', 'matches'],
  ['/handwork', 'handwork'],
  ['/plan', 'plan'],
  ['/routes', 'routes'],
  ['/services', 'services'],
  ['/history', 'history'],
  ['/queues', 'queues'],
] as const;

/** The frame of every page: sections, language, log-out, and the one script. */
export function page(look: Look, title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="${look.t.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Puente</title>
<link rel="icon" href="${assetUrl('puente.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('puente.css')}">
<script src="${assetUrl('puente.js')}" defer></script>
</head>
<body>
<a class="skip" href="#content">${look.t.skip}</a>
<header class="top">
<a class="brand" href="/"><img src="${assetUrl('puente.svg')}" alt="" width="28" height="28">Puente</a>
${look.person !== '' && sections(look)}
<div class="who">
<a href="${inOtherLanguage(look)}" hreflang="${look.language === 'es' ? 'en' : 'es'}" lang="${look.language === 'es' ? 'en' : 'es'}">${look.t.otherLang}</a>
${look.bySession && logOut(look)}
</div>
</header>
<main id="content" tabindex="-1">
${content}
</main>
</body>
</html>`;
}

function sections(look: Look): Html {
  const here = `/${look.path.split(/[/?]/)[1] ?? ''}`;
  return html`<nav class="sections" aria-label="${look.t.nav.menu}">${SECTIONS.map(
    ([href, name]) =>
      html`<a href="${href}"${href === here && html` aria-current="page"`}>${look.t.nav[name]}${badge(look, name)}</a>`,
  )}</nav>`;
}

/** How many wait there; nothing beside a section where nobody does. */
function badge({ counts, f }: Look, name: (typeof SECTIONS)[number][1]): Html | false {
  const count = name in counts ? (counts[name as keyof typeof counts] ?? 0) : 0;
  return count > 0 && html` <span class="waiting">${f.number(count)}</span>`;
}

function logOut(look: Look): Html {
  return html`<a href="/sessions">${look.t.sessions.title}</a><form method="post" action="/logout">${token(look)}<button class="plain" title="${look.t.logIn.as(look.person)}">${look.t.logIn.out}</button></form>`;
}

/** Stands in every form. */
export function token({ csrf }: Look): Html {
  return html`<input type="hidden" name="_csrf" value="${csrf}">`;
}
