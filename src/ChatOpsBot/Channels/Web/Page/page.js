// The chat page: gets a session, starts Web Chat in it, and keeps both going over reloads, restarts of the bot and expired tokens.
'use strict';

const texts = {
  en: {
    locale: 'en-US',
    tagline: 'Paste a mail error. Get what it means, who must act, and what to do next.',
    startOver: 'New conversation',
    languages: 'Language',
    examplesTitle: 'Try an example',
    refused: 'Connection refused',
    ndr: 'A delay report',
    spanish: 'En español',
    placeholder: 'Paste an error, a bounce or a trace line',
    signInTitle: 'Sign in',
    signInWhy: 'This chat is open to people who know its secret. Ask the person who runs the bot.',
    secret: 'Secret',
    yourName: 'Your name on the cards (optional)',
    signIn: 'Open the chat',
    wrongSecret: 'That is not the secret of this bot. Check that it was copied whole.',
    unreachable: 'The bot does not answer. Trying again…',
  },
  es: {
    locale: 'es-ES',
    tagline: 'Pegue un error de correo. Sabrá qué significa, quién debe actuar y qué hacer.',
    startOver: 'Nueva conversación',
    languages: 'Idioma',
    examplesTitle: 'Pruebe un ejemplo',
    refused: 'Conexión rechazada',
    ndr: 'Un aviso de retraso',
    spanish: 'En español',
    placeholder: 'Pegue un error, un rebote o una línea de seguimiento',
    signInTitle: 'Entrar',
    signInWhy: 'Este chat está abierto a quienes conocen su secreto. Pídalo a quien administra el bot.',
    secret: 'Secreto',
    yourName: 'Su nombre en las tarjetas (opcional)',
    signIn: 'Abrir el chat',
    wrongSecret: 'Ese no es el secreto de este bot. Compruebe que lo copió entero.',
    unreachable: 'El bot no responde. Se vuelve a intentar…',
  },
};

const examples = {
  refused: {
    text:
      'LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] ' +
      '[LastAttemptedIP=203.0.113.25:25] [SmtpSecurity=-2;-2]',
  },
  ndr: {
    text: [
      'Delivery is delayed to these recipients or groups:',
      '',
      'orders@fabrikam.example',
      'Subject: Quote 2207',
      '',
      "This message hasn't been delivered yet. Delivery will continue to be attempted.",
      '',
      'Diagnostic information for administrators:',
      'Receiving server: mx1.fabrikam.example (198.51.100.40)',
      '450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch] [LastAttemptedServerName=mx1.fabrikam.example] ' +
        '[LastAttemptedIP=198.51.100.40:25]',
    ].join('\n'),
  },
  spanish: {
    text: 'Los correos a tailspin.example siguen en cola. ¿Qué hago? 450 4.4.315 Connection timed out [LastAttemptedServerName=correo.tailspin.example]',
    locale: 'es',
  },
};

const storageKeys = { language: 'chatopsbot.language', token: 'chatopsbot.token' };
const connection = { uninitialized: 0, connecting: 1, online: 2, expiredToken: 3, failedToConnect: 4, ended: 5 };
const sendMessage = 'WEB_CHAT/SEND_MESSAGE';
const incomingActivity = 'DIRECT_LINE/INCOMING_ACTIVITY';
const postActivityPending = 'DIRECT_LINE/POST_ACTIVITY_PENDING';
const retryDelay = 2000;

const find = selector => document.querySelector(selector);
const findAll = selector => [...document.querySelectorAll(selector)];
const nonce = find('script[nonce]').nonce;
const darkMode = window.matchMedia('(prefers-color-scheme: dark)');
const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

let language = firstLanguage();
let directLine;
let store;
let starts = 0;

function firstLanguage() {
  const remembered = localStorage.getItem(storageKeys.language);
  if (remembered in texts) return remembered;
  return navigator.languages.some(tag => tag.startsWith('es')) && !navigator.languages[0].startsWith('en') ? 'es' : 'en';
}

// Session

/** Asks for a token: a new one for the conversation this browser was in, or for a new conversation. */
async function openSession(request) {
  const response = await fetch('chat/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: localStorage.getItem(storageKeys.token), ...request }),
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

  const post = mine.postActivity.bind(mine);
  // An example is sent in its own language, whatever the page speaks.
  mine.postActivity = activity => post({ ...activity, locale: activity.channelData?.locale ?? activity.locale });

  mine.connectionStatus$.subscribe(status => {
    if (directLine !== mine) return;
    if (status === connection.online) localStorage.setItem(storageKeys.token, mine.token);
    if (status === connection.expiredToken) start();
    if (status === connection.failedToConnect || status === connection.ended) wait(retryDelay).then(() => directLine === mine && start());
  });

  store = WebChat.createStore({}, () => next => action => {
    if (action.type === incomingActivity || action.type === postActivityPending) showMessages(true);
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
  for (const button of findAll('[data-language]')) button.setAttribute('aria-pressed', String(button.dataset.language === language));
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

function readPalette() {
  const style = getComputedStyle(document.documentElement);
  return new Proxy({}, { get: (_, name) => style.getPropertyValue(`--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`).trim() });
}

function chatStyle(palette) {
  return {
    accent: palette.accent,
    subtle: palette.subtle,
    backgroundColor: 'transparent',
    primaryFont: palette.font,
    monospaceFont: palette.mono,
    paddingRegular: 12,
    paddingWide: 20,
    rootHeight: '100%',

    bubbleBackground: palette.surface,
    bubbleBorderColor: palette.line,
    bubbleBorderRadius: 16,
    bubbleTextColor: palette.text,
    bubbleMaxWidth: 840,
    bubbleFromUserBackground: palette.mine,
    bubbleFromUserBorderColor: palette.mine,
    bubbleFromUserBorderRadius: 16,
    bubbleFromUserTextColor: palette.text,
    messageActivityWordBreak: 'break-word',
    cardEmphasisBackgroundColor: palette.raised,

    hideUploadButton: true,
    sendBoxTextWrap: true,
    sendBoxBackground: palette.surface,
    sendBoxTextColor: palette.text,
    sendBoxPlaceholderColor: palette.subtle,
    sendBoxButtonColor: palette.accent,
    sendBoxButtonColorOnHover: palette.accentHover,
    sendBoxButtonColorOnFocus: palette.accent,
    sendBoxButtonColorOnActive: palette.accentHover,
    sendBoxButtonColorOnDisabled: palette.lineStrong,
    sendBoxButtonShadeColorOnHover: palette.raised,
    sendBoxButtonShadeColorOnFocus: palette.raised,
    sendBoxButtonShadeColorOnActive: palette.raised,
    sendBoxButtonKeyboardFocusIndicatorBorderColor: palette.accent,
    sendBoxBorderTop: `solid 1px ${palette.line}`,
    sendBoxHeight: 60,

    timestampColor: palette.subtle,
    transcriptVisualKeyboardIndicatorColor: palette.accent,
    transcriptActivityVisualKeyboardIndicatorColor: palette.accent,
    transcriptTerminatorBackgroundColor: palette.raised,
    transcriptTerminatorColor: palette.subtle,
    transcriptOverlayButtonBackground: palette.surface,
    transcriptOverlayButtonBackgroundOnHover: palette.raised,
    transcriptOverlayButtonBackgroundOnFocus: palette.raised,
    transcriptOverlayButtonColor: palette.text,
    transcriptOverlayButtonColorOnHover: palette.text,
    transcriptOverlayButtonColorOnFocus: palette.text,
    toastInfoBackgroundColor: palette.raised,
    toastInfoColor: palette.text,
    toastWarnBackgroundColor: palette.raised,
    toastWarnColor: palette.text,
    toastErrorBackgroundColor: palette.raised,
    toastErrorColor: palette.attention,
    failedConnectivity: palette.attention,
    slowConnectivity: palette.warning,
  };
}

function cardStyle(palette) {
  const text = { default: palette.text, subtle: palette.subtle };
  const colors = {
    default: text,
    dark: text,
    light: text,
    accent: { default: palette.accent, subtle: palette.accent },
    attention: { default: palette.attention, subtle: palette.attention },
    good: { default: palette.good, subtle: palette.good },
    warning: { default: palette.warning, subtle: palette.warning },
  };
  const container = backgroundColor => ({ backgroundColor, foregroundColors: colors });
  return {
    supportsInteractivity: true,
    fontFamily: palette.font,
    fontTypes: {
      default: { fontFamily: palette.font, fontSizes: { small: 13, default: 15, medium: 16, large: 18, extraLarge: 22 } },
      monospace: { fontFamily: palette.mono, fontSizes: { small: 12, default: 13, medium: 14, large: 16, extraLarge: 18 } },
    },
    fontSizes: { small: 13, default: 15, medium: 16, large: 18, extraLarge: 22 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    lineHeights: { small: 19, default: 22, medium: 24, large: 26, extraLarge: 30 },
    spacing: { small: 4, default: 10, medium: 16, large: 24, extraLarge: 32, padding: 14 },
    separator: { lineThickness: 1, lineColor: palette.line },
    containerStyles: {
      default: container(palette.surface),
      emphasis: container(palette.raised),
      accent: container(palette.raised),
      good: container(palette.raised),
      attention: container(palette.raised),
      warning: container(palette.raised),
    },
    imageSizes: { small: 40, medium: 80, large: 160 },
    actions: {
      actionAlignment: 'left',
      actionsOrientation: 'horizontal',
      buttonSpacing: 8,
      maxActions: 20,
      spacing: 'default',
      showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    },
    adaptiveCard: { allowCustomStyle: true },
    factSet: {
      title: { color: 'default', size: 'default', isSubtle: true, weight: 'default', wrap: true, maxWidth: 180 },
      value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
      spacing: 16,
    },
    table: { cellSpacing: 8 },
    textBlock: { headingLevel: 3 },
  };
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

for (const button of findAll('[data-language]'))
  button.addEventListener('click', () => {
    language = button.dataset.language;
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

render();
start();
