// On the queue board: what Puente refuses there is not offered. The board knows no setting for that, so its own words
// of these orders are looked for wherever it draws one.
const ORDERS = ['OBLITERATE', 'SET_CONCURRENCY', 'SET_RATE_LIMIT'];

const { locale } = JSON.parse(document.getElementById('__UI_CONFIG__').textContent);
const answer = await fetch(`static/locales/${locale.lng}/messages.json`);
const { QUEUE, SCHEDULERS } = await answer.json();
const { EDIT, REMOVE } = SCHEDULERS.ACTIONS;
const refused = new Set([...ORDERS.map((name) => QUEUE.ACTIONS[name]), EDIT, REMOVE]);

function hide() {
  for (const order of document.querySelectorAll('[role="menuitem"], button'))
    if (refused.has((order.getAttribute('aria-label') ?? order.textContent).trim())) order.hidden = true;
}

// A hidden order stays so whatever the board's own style says.
document.head.append(
  Object.assign(document.createElement('style'), { textContent: '[hidden]{display:none!important}' }),
);
new MutationObserver(hide).observe(document.body, { childList: true, subtree: true });
hide();
