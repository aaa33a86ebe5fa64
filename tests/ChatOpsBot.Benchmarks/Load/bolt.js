// A bot made with Slack's SDK that answers whoever names it with a card in the thread and keeps nothing: what ours is compared with.
// Arguments: port, address of the Web API, signing secret, token.
const { App, LogLevel } = require('@slack/bolt');

const [port, slackApiUrl, signingSecret, token] = process.argv.slice(2);

const plain = text => ({ type: 'plain_text', text, emoji: false });
const header = text => ({ type: 'header', text: plain(text) });
const rich = (...lines) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: lines.flatMap(([label, text]) => [{ type: 'text', text: label, style: { bold: true } }, { type: 'text', text: `${text}\n` }]) }],
});
const button = (id, text) => ({ type: 'button', text: plain(text), value: JSON.stringify({ c: 'case000001', r: 1, v: id }), action_id: id });
const step = (number, text) => ({ type: 'section', text: { type: 'mrkdwn', text: `*☐ ${number}. ${text}*`, verbatim: true }, accessory: button(`step-done:${number}`, 'Done') });

// As many blocks and words as a card of ours has.
const card = quoted => [
  header('🔴 Open · 450 4.4.316 Connection refused'),
  rich(['', 'The receiving server answered, and refused the connection on port 25, so that nothing was delivered so far. Exchange Online keeps the mail in its queue.']),
  rich(['Who must act: ', 'whoever runs the receiving server or the firewall before it'], ['Message: ', quoted], ['Queued mail expires: ', '2026-11-21 12:00 UTC at the latest']),
  header('Likely causes'),
  { type: 'context', elements: [plain('Nothing is checked yet. Run the checks to see which of these it can be.')] },
  rich(
    ['○ Possible: ', 'A firewall does not let the addresses of Exchange Online in, or no longer all of them.'],
    ['○ Possible: ', 'The server does not listen on port 25: its service is stopped, or it listens elsewhere.'],
    ['○ Possible: ', 'The MX record or the smart host of the connector names a server that is no mail server any more.'],
    ['○ Possible: ', 'The server is too busy, or counts too many connections from one address.'],
  ),
  header('What to do'),
  step(1, 'Check that the server listens on port 25'),
  rich(['For: ', 'server team'], ['1. ', 'Log in to the server that the message names.'], ['2. ', 'See whether its mail service runs and listens.'], ['Only reads: ', 'Test-NetConnection mx1.contoso.example -Port 25']),
  step(2, 'Let the addresses of Exchange Online in'),
  step(3, 'Correct the MX record or the smart host'),
  step(4, 'Wait for the next try, or ask for one'),
  { type: 'context', elements: [plain('Knowledge 4.4.316, reviewed 1 Nov 2026 · Example 1.2.3 · Case case000001')] },
  { type: 'actions', elements: [button('run-checks', 'Run checks'), button('take', 'I take it'), button('details', 'Details'), button('more', 'More…')] },
];

const app = new App({ token, signingSecret, convoStore: false, logLevel: LogLevel.ERROR, clientOptions: { slackApiUrl } });
const answer = ({ event, say }) => say({ thread_ts: event.thread_ts ?? event.ts, text: event.text, blocks: card(event.text) });
app.event('app_mention', answer);
app.message(/\b[245]\.\d{1,3}\.\d{1,3}\b/, answer);
app.start({ port: Number(port), host: '127.0.0.1' }).then(server => {
  // Node.js closes what was idle for five seconds, which may be how long a busy machine keeps the driver waiting.
  server.keepAliveTimeout = 60_000;
});
