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

// On a phone the sections are wider than the window, and where one is may be out of sight.
document
  .querySelector('.sections [aria-current]')
  ?.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' });
