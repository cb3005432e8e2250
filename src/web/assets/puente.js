// What the pages do beyond HTML: live regions, copy buttons, choosing for many. Everything works without it,
// but for those conveniences.
const page = document.documentElement;
page.classList.add('scripted');

/** Shows what the server says has changed, unless somebody is busy in just that place. */
function follow(place) {
  const state = place.querySelector('[data-live-state]');
  const words = { live: state.textContent, stale: place.dataset.stale };
  const stream = new EventSource(place.dataset.liveFrom);
  const say = (which) => {
    place.classList.toggle('stale', which === 'stale');
    if (state.textContent !== words[which]) state.textContent = words[which];
  };
  stream.addEventListener('open', () => say('live'));
  stream.addEventListener('error', () => say('stale'));
  stream.addEventListener('message', ({ data }) => {
    const { name, html } = JSON.parse(data);
    const region = document.querySelector(`[data-live="${name}"]`);
    if (region === null || region.contains(document.activeElement)) return;
    if (region.querySelector('details[open]') !== null) return;
    region.innerHTML = html;
  });
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const word = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => {
    button.textContent = word;
  }, 1500);
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('button');
  if (button === null) return;
  if (button.dataset.copy !== undefined) void copy(button);
  if (button.dataset.mark === undefined) return;
  const all = `input[type="radio"][value="${button.dataset.mark}"]`;
  for (const radio of button.form.querySelectorAll(all)) radio.checked = true;
});

document.addEventListener('input', ({ target }) => {
  const radio = document.getElementById(target.dataset.selects ?? '');
  if (radio !== null) radio.checked = true;
});

document.addEventListener('change', ({ target }) => {
  if ('submit' in target.dataset) target.form.requestSubmit();
});

for (const place of document.querySelectorAll('[data-live-from]')) follow(place);
