// What the pages do beyond HTML: live regions, copy buttons, choosing for many. Everything works without it,
// but for those conveniences.
const page = document.documentElement;
page.classList.add('scripted');

const AGAIN_MS = 10_000;
const COPIED_MS = 1_500;

/** Shows what the server says has changed, for as long as the page is open. */
function follow(place) {
  const state = place.querySelector('[data-live-state]');
  const words = { live: state.textContent, stale: place.dataset.stale };
  const say = (which) => {
    place.classList.toggle('stale', which === 'stale');
    if (state.textContent !== words[which]) state.textContent = words[which];
  };
  const listen = () => {
    const stream = new EventSource(place.dataset.liveFrom);
    stream.addEventListener('open', () => say('live'));
    stream.addEventListener('message', ({ data }) => show(JSON.parse(data)));
    stream.addEventListener('error', () => {
      say('stale');
      // After a refusal (a restart, an ended session) the browser does not try again by itself.
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MS);
    });
  };
  listen();
}

/** Puts a region in its place, unless somebody is busy in just that place. */
function show({ name, html }) {
  const region = document.querySelector(`[data-live="${name}"]`);
  if (region === null || region.contains(document.activeElement)) return;
  if (region.querySelector('details[open]') !== null) return;
  region.innerHTML = html;
}

/** Without TLS a browser has no clipboard for scripts; the old way still works there. */
async function toClipboard(text) {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  box.select();
  document.execCommand('copy');
  box.remove();
}

async function copy(button) {
  await toClipboard(button.dataset.copy);
  const word = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => {
    button.textContent = word;
  }, COPIED_MS);
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('button');
  if (button === null) return;
  if (button.dataset.copy !== undefined) void copy(button);
  if (button.dataset.mark === undefined) return;
  const all = `input[type="radio"][value="${button.dataset.mark}"]`;
  for (const radio of button.form.querySelectorAll(all)) {
    radio.checked = true;
    requireTyped(radio.closest('fieldset'));
  }
});

document.addEventListener('input', ({ target }) => {
  const radio = document.getElementById(target.dataset.selects ?? '');
  if (radio === null) return;
  radio.checked = true;
  requireTyped(target.closest('fieldset'));
});

/** A value of one's own has to be typed once it is chosen; leaving a field empty is another choice. */
function requireTyped(group) {
  for (const box of group?.querySelectorAll('[data-selects]') ?? [])
    box.required = document.getElementById(box.dataset.selects).checked;
}

document.addEventListener('change', ({ target }) => {
  requireTyped(target.closest('fieldset'));
  if ('submit' in target.dataset) target.form.requestSubmit();
});

for (const place of document.querySelectorAll('[data-live-from]')) follow(place);

// ── lists that keep themselves up to date, and answers that stay on the page ──────────────────

const LIST_EVERY_MS = 4_000;
const lists = () => document.querySelectorAll('[data-live-list]');
/** What stands around lists: how many there are, that there is nobody, what has no rows. */
const places = () => document.querySelectorAll('[data-live-place]');

/** Ages change all the time, and alone are no news. */
const withoutAges = (row) => row.outerHTML.replace(/<time[^>]*>[^<]*<\/time>/gu, '');

/** What stays as it is has become older meanwhile. */
function takeOverAges(row, fresh) {
  const ages = fresh.querySelectorAll('time');
  row.querySelectorAll('time').forEach((age, index) => {
    if (ages[index] !== undefined && age.outerHTML !== ages[index].outerHTML)
      age.replaceWith(ages[index].cloneNode(true));
  });
}

/** Somebody is in this row, has opened something in it, or has chosen or typed what is not sent yet. */
function isBusy(row) {
  if (row.contains(document.activeElement) || row.querySelector('details[open]') !== null) return true;
  return [...row.querySelectorAll('input, select')].some((box) =>
    box.type === 'radio' || box.type === 'checkbox'
      ? box.checked !== box.defaultChecked
      : box.type !== 'hidden' && 'defaultValue' in box && box.value !== box.defaultValue,
  );
}

/** Brings a list to what the server shows now, row by row, so that nothing that stays moves or loses the focus. */
function merge(list, fresh, answered) {
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const rows = [...fresh.children].map((row) => {
    const known = old.get(row.dataset.key);
    old.delete(row.dataset.key);
    if (known === undefined) return row;
    const isSame = withoutAges(known) === withoutAges(row);
    const keep = isSame || (isBusy(known) && known !== answered);
    if (isSame) takeOverAges(known, row);
    if (!keep) known.replaceWith(row);
    return keep ? known : row;
  });
  for (const gone of old.values()) gone.remove();
  rows.forEach((row, index) => {
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
}

const hasRows = (place) =>
  place.querySelector('[data-live-list] > [data-key]:not([data-key="none"])') !== null;

/**
 * Brings a place to what the server shows now. The rows of a list that goes on are left to it; and a plan or a brake that
 * somebody reads stands still, for what is agreed to is what was shown.
 */
function refresh(place, next) {
  if (next === null || place.querySelector('[data-stands]') !== null || isBusy(place)) return;
  if (hasRows(place) && hasRows(next)) return;
  // A copy: the lists in it are compared with the newer page after this.
  if (withoutAges(place) !== withoutAges(next)) place.replaceWith(next.cloneNode(true));
}

/** Takes over what a newer copy of this page shows: its lists, the numbers of its sections, and what it says. */
function takeOver(text, answered) {
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  for (const place of places())
    refresh(place, fresh.querySelector(`[data-live-place="${place.dataset.livePlace}"]`));
  for (const list of lists()) {
    const next = fresh.querySelector(`[data-live-list="${list.dataset.liveList}"]`);
    // A table of nobody is not shown at all: then everybody in it has gone.
    merge(list, next ?? document.createElement('div'), answered);
  }
  for (const link of document.querySelectorAll('.sections a')) {
    const next = fresh.querySelector(`.sections a[href="${link.getAttribute('href')}"]`);
    if (next !== null && link.innerHTML !== next.innerHTML) link.innerHTML = next.innerHTML;
  }
  const [told, said] = [document.querySelector('[data-told]'), fresh.querySelector('[data-told]')];
  if (answered !== undefined && told !== null && said !== null) told.innerHTML = said.innerHTML;
}

const pageAgain = () => fetch(location.href, { headers: { accept: 'text/html', 'x-puente-live': '1' } });

async function refreshLists() {
  if (document.hidden) return;
  const answer = await pageAgain();
  if (answer.ok && !answer.redirected) takeOver(await answer.text());
}
// While the server is away nothing changes; the next time shows what has.
if (lists().length + places().length > 0)
  setInterval(() => void refreshLists().catch(() => undefined), LIST_EVERY_MS);

/** Sends an answer, shows what the server makes of it in its place, and goes on to the next that is open. */
async function answer(form, button) {
  const rows = () => [...document.querySelectorAll('[data-live-list] > [data-key]')];
  const row = button?.closest('[data-key]') ?? form;
  const at = Math.max(0, rows().indexOf(row));
  const body = new URLSearchParams(new FormData(form, button));
  const to = button?.getAttribute('formaction') ?? form.getAttribute('action');
  const sent = await fetch(to, {
    method: 'POST',
    body,
    headers: { accept: 'text/html' },
  });
  if (!sent.ok || new URL(sent.url).pathname !== location.pathname) return location.assign(sent.url);
  takeOver(await sent.text(), row);
  const open = rows().filter((one) => one.matches('[tabindex]:not(.answered)'));
  const next = open.find((one) => rows().indexOf(one) >= at) ?? open[0];
  (next ?? document.querySelector('main')).focus();
}

/** A second click on what is already being sent is none. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (form.dataset.sent !== undefined) return event.preventDefault();
  form.dataset.sent = '';
  if (form.dataset.answer === undefined) return;
  event.preventDefault();
  answer(form, event.submitter)
    .catch(() => location.reload())
    .finally(() => delete form.dataset.sent);
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// What was said of the last act is said once: a page that is loaded again does not say it anew.
const address = new URL(location.href);
for (const name of ['said', 'moved', 'blank', 'freed', 'undone', 'act', 'was', 'clave', 'code', 'verdict'])
  address.searchParams.delete(name);
if (address.href !== location.href) history.replaceState(history.state, '', address);

// On a phone the sections are wider than the window, and where one is may be out of sight.
document
  .querySelector('.sections [aria-current]')
  ?.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' });
