// Web Chat shows a changed card by building it anew: what a person had unfolded would fold, what they were typing would go, the
// keyboard would lose its place, and each press would scroll to the end. A card changes every second while checks run, so all of
// that is carried over here.

const cardSelector = '.ac-adaptiveCard';
const foldSelector = '.ac-columnSet[role="button"]';
const moreSelector = '.ac-pushButton.expandable';
const holdScrollFor = 1000;
const focusableSelector = 'button, a[href], input, [tabindex="0"]';

/** What a person did in a card: names of folds with their wanted state, by card. */
const choices = new WeakMap();
const toldState = new WeakMap();
let lastFocus;

export function keepStateOfCards(root) {
  root.addEventListener('focusin', event => (lastFocus = event.target));
  // Caught on the way down, because a card keeps its events to itself; looked at when the card has acted on them.
  for (const kind of ['click', 'keydown', 'keyup']) root.addEventListener(kind, ({ target }) => setTimeout(() => noteChoice(target)), true);
  root.addEventListener('click', event => event.target.closest?.('.ac-pushButton') && holdScroll(root), true);
  new MutationObserver(carryOver).observe(root, { childList: true, subtree: true });
}

function carryOver(records) {
  for (const { target, addedNodes } of records) {
    const now = cardOf(addedNodes);
    if (now) settle(now, records.filter(record => record.target === target).map(record => cardOf(record.removedNodes)).find(card => card));
  }
}

/** @param before The card that stood there; undefined for one that is new. */
function settle(now, before) {
  if (before) {
    const chosen = choices.get(before) ?? new Map();
    choices.set(now, chosen);
    for (const toggle of toggles(now)) if (chosen.has(nameOf(toggle)) && isOpen(toggle) !== chosen.get(nameOf(toggle))) toggle.click();
    keepInputs(before, now);
    keepFocus(before, now);
  }

  toggles(now).forEach(tellState);
}

function noteChoice(target) {
  const toggle = target.closest?.(`${foldSelector}, ${moreSelector}`);
  const card = rootCard(toggle);
  if (!card || isOpen(toggle) === toldState.get(toggle)) return;
  if (!choices.has(card)) choices.set(card, new Map());
  choices.get(card).set(nameOf(toggle), isOpen(toggle));
  tellState(toggle);
}

/** Says to a screen reader what the sign at the end of the line shows. */
function tellState(toggle) {
  toldState.set(toggle, isOpen(toggle));
  if (toggle.matches(foldSelector)) toggle.setAttribute('aria-expanded', String(isOpen(toggle)));
}

function keepInputs(before, now) {
  for (const input of now.querySelectorAll('input')) {
    const old = [...before.querySelectorAll('input')].find(candidate => candidate.getAttribute('aria-label') === input.getAttribute('aria-label'));
    // What the bot put there has not changed, so what the person made of it still stands.
    if (old && old.defaultValue === input.defaultValue && old.value !== input.value) {
      input.value = old.value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }
}

function keepFocus(before, now) {
  if (!before.contains(lastFocus) || (document.activeElement && document.activeElement !== document.body)) return;
  const old = [...before.querySelectorAll(focusableSelector)];
  const all = [...now.querySelectorAll(focusableSelector)];
  const same = all.filter(element => nameOf(element) === nameOf(lastFocus));
  const rank = old.filter(element => nameOf(element) === nameOf(lastFocus)).indexOf(lastFocus);
  // A button that did its work may be gone: then the next one in its place.
  const next = same[Math.min(rank, same.length - 1)] ?? all[Math.min(old.indexOf(lastFocus), all.length - 1)];
  next?.focus({ preventScroll: true });
}

/**
 * Web Chat follows a press to the end of the transcript, away from what the person is reading. It does so over several frames and
 * again when the changed card arrives; each time it is put back, until that is over or the person scrolls.
 */
function holdScroll(root) {
  const transcript = root.querySelector('.webchat__basic-transcript__scrollable');
  const top = transcript.scrollTop;
  const end = performance.now() + holdScrollFor;
  const released = new AbortController();
  for (const kind of ['wheel', 'touchmove', 'pointerdown', 'keydown'])
    transcript.addEventListener(kind, event => event.isTrusted && released.abort(), { passive: true, signal: released.signal });

  const hold = () => {
    if (released.signal.aborted) return;
    if (performance.now() > end) return released.abort();
    if (transcript.scrollTop !== top) {
      // A turn of the wheel is how its scroller lets a person take over.
      transcript.dispatchEvent(new WheelEvent('wheel'));
      transcript.scrollTop = top;
    }
    requestAnimationFrame(hold);
  };
  requestAnimationFrame(hold);
}

const toggles = card => [...card.querySelectorAll(`${foldSelector}, ${moreSelector}`)];

/** Steps change the sign in front of their number when they are done. */
const nameOf = element => `${element.tagName} ${(element.title || element.getAttribute('aria-label') || element.textContent).replace(/^[^\p{L}\p{N}]+/u, '')}`;

const rootCard = element => {
  for (let card = element?.closest(cardSelector); card; card = card.parentElement.closest(cardSelector))
    if (!card.parentElement.closest(cardSelector)) return card;
  return undefined;
};

const cardOf = nodes => [...nodes].find(node => node.nodeType === Node.ELEMENT_NODE && node.matches(cardSelector));

function isOpen(toggle) {
  if (toggle.matches(moreSelector)) return toggle.getAttribute('aria-expanded') === 'true';
  // The renderer names what a line unfolds `foldN`, and the sign shown while it is closed `foldN-closed`.
  const closed = toggle.querySelector('[id$="-closed"]');
  return !!closed && closed.style.display === 'none';
}
