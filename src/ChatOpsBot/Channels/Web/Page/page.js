// The chat page: gets a session, starts Web Chat in it, and keeps both going over reloads, restarts of the bot and expired tokens.
import { keepStateOfCards } from './cards.js';
import { cardStyle, chatStyle, readPalette } from './look.js';
import { examples, texts } from './texts.js';

const storageKeys = { language: 'chatopsbot.language', token: 'chatopsbot.token' };
const connection = { uninitialized: 0, connecting: 1, online: 2, expiredToken: 3, failedToConnect: 4, ended: 5 };
const sendMessage = 'WEB_CHAT/SEND_MESSAGE';
const incomingActivity = 'DIRECT_LINE/INCOMING_ACTIVITY';
const postActivityPending = 'DIRECT_LINE/POST_ACTIVITY_PENDING';
const postActivityFulfilled = 'DIRECT_LINE/POST_ACTIVITY_FULFILLED';
const postActivityImpeded = 'DIRECT_LINE/POST_ACTIVITY_IMPEDED';
const postActivityRejected = 'DIRECT_LINE/POST_ACTIVITY_REJECTED';
const retryDelay = 2000;

const find = selector => document.querySelector(selector);
const findAll = selector => [...document.querySelectorAll(selector)];
const nonce = find('script[nonce]').nonce;
const darkMode = window.matchMedia('(prefers-color-scheme: dark)');
const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

// Web Chat does not hand its nonce to the package that scrolls the transcript, so every style sheet made by script gets it here.
const createElement = document.createElement.bind(document);
document.createElement = (name, options) => Object.assign(createElement(name, options), name === 'style' ? { nonce } : {});

let language = firstLanguage();
let directLine;
let store;
let starts = 0;

function firstLanguage() {
  const remembered = localStorage.getItem(storageKeys.language);
  if (remembered in texts) return remembered;
  const primary = tag => tag.split('-')[0];
  // The first of the reader's languages that the page speaks: pt-PT reads pt-BR rather than English.
  const known = navigator.languages.map(tag => Object.keys(texts).find(own => primary(own) === primary(tag)));
  return known.find(own => own) ?? 'en';
}

// Session

/** Asks for a token: a new one for the conversation this browser was in, or for a new conversation. */
async function openSession(request) {
  const response = await fetch('chat/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: localStorage.getItem(storageKeys.token), ...request, name: request?.name || texts[language].someone }),
  });
  if (response.status === 401 || response.status === 403) return undefined;
  if (!response.ok) throw new Error(`The bot answered ${response.status}.`);
  const session = await response.json();
  localStorage.setItem(storageKeys.token, session.token);
  return session;
}

async function start(request) {
  const mine = ++starts;
  stop();
  for (;;) {
    try {
      const session = await openSession(request);
      if (mine !== starts) return true;
      showNotice(undefined);
      if (session) connect(session);
      showSignIn(!session);
      return !!session;
    } catch {
      showNotice('unreachable');
      await wait(retryDelay);
      if (mine !== starts) return true;
    }
  }
}

function stop() {
  directLine?.end();
  directLine = undefined;
}

function connect(session) {
  const mine = (directLine = WebChat.createDirectLine({
    domain: new URL('v3/directline', document.baseURI).href,
    token: session.token,
    conversationId: session.conversationId,
    watermark: '0',
  }));
  // DirectLineJS waits 3–15 s after a lost connection and 20 s between tries: right for a cloud service, long for one's own bot.
  mine.getRetryDelay = () => retryDelay;
  mine.timeout = 5 * retryDelay;
  // Nor does it tell anybody that the stream is lost.
  mine.services.WebSocket = class extends WebSocket {
    constructor(url) {
      // Behind a proxy that ends TLS the bot sees plain HTTP and says ws:, which the browser does not allow a page from https:.
      super(url.replace(/^ws:/, location.protocol === 'https:' ? 'wss:' : 'ws:'));
      this.addEventListener('open', () => directLine === mine && showNotice(undefined));
      this.addEventListener('close', () => directLine === mine && showNotice('unreachable'));
    }
  };

  const post = mine.postActivity.bind(mine);
  // An example is sent in its own language, whatever the page speaks.
  mine.postActivity = activity => post({ ...activity, locale: activity.channelData?.locale ?? activity.locale });

  mine.connectionStatus$.subscribe(status => {
    if (directLine !== mine) return;
    document.body.dataset.connection = status === connection.online ? 'online' : 'offline';
    if (status === connection.online) localStorage.setItem(storageKeys.token, mine.token);
    if (status === connection.expiredToken) start();
    if (status === connection.failedToConnect || status === connection.ended) wait(retryDelay).then(() => directLine === mine && start());
  });

  store = WebChat.createStore({}, () => next => action => {
    if (action.type === incomingActivity || action.type === postActivityPending) showMessages(true);
    // A press that was lost leaves no trace in the transcript, as a message would.
    if (action.type === postActivityImpeded || action.type === postActivityRejected) showNotice('notTaken');
    if (action.type === postActivityFulfilled) showNotice(undefined);
    return next(action);
  });
  showMessages(false);
  render();
}

// DirectLineJS refreshes its token by itself; a reload needs the latest one.
const keepToken = () => directLine?.token && localStorage.setItem(storageKeys.token, directLine.token);
setInterval(keepToken, 60_000);
window.addEventListener('pagehide', keepToken);

// What is seen

function render() {
  document.documentElement.lang = language;
  for (const element of findAll('[data-text]')) element.textContent = texts[language][element.dataset.text];
  for (const element of findAll('[data-label]')) element.setAttribute('aria-label', texts[language][element.dataset.label]);
  find('#language').value = language;
  for (const button of findAll('[data-example]')) renderExample(button);
  if (directLine) renderChat();
}

function renderExample(button) {
  const title = document.createElement('span');
  title.className = 'example-title';
  title.textContent = texts[language][button.dataset.example];
  const text = document.createElement('span');
  text.className = 'example-text';
  text.textContent = examples[button.dataset.example].text;
  button.replaceChildren(title, text);
}

function renderChat() {
  const palette = readPalette();
  WebChat.renderWebChat(
    {
      directLine,
      store,
      nonce,
      locale: texts[language].locale,
      overrideLocalizedStrings: { TEXT_INPUT_PLACEHOLDER: texts[language].placeholder },
      styleOptions: chatStyle(palette),
      adaptiveCardsHostConfig: cardStyle(palette),
    },
    find('#chat')
  );
}

function showMessages(any) {
  document.body.classList.toggle('has-messages', any);
}

function showSignIn(isNeeded) {
  find('#sign-in').hidden = !isNeeded;
  find('#chat').hidden = isNeeded;
  find('#examples').hidden = isNeeded;
  find('#start-over').hidden = isNeeded;
  if (isNeeded) find('#secret').focus();
}

function showNotice(key) {
  const notice = find('#notice');
  notice.hidden = !key;
  notice.textContent = key ? texts[language][key] : '';
}

// What is pressed

find('#language').addEventListener('change', event => {
  language = event.target.value;
  localStorage.setItem(storageKeys.language, language);
  render();
});

for (const button of findAll('[data-example]'))
  button.addEventListener('click', () => {
    const { text, locale } = examples[button.dataset.example];
    store.dispatch({ type: sendMessage, payload: { text, method: 'code', channelData: locale ? { locale } : {} } });
  });

find('#start-over').addEventListener('click', () => {
  start({ startOver: true });
});

find('#sign-in').addEventListener('submit', async event => {
  event.preventDefault();
  const problem = find('#sign-in-problem');
  problem.textContent = '';
  const isOpen = await start({ secret: find('#secret').value, name: find('#your-name').value });
  problem.textContent = isOpen ? '' : texts[language].wrongSecret;
  if (isOpen) find('#secret').value = '';
});

darkMode.addEventListener('change', render);
keepStateOfCards(find('#chat'));

render();
start();
