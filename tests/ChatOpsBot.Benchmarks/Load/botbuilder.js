// A bot made with Microsoft's SDK that answers every personal message with the same card and keeps nothing: what ours is compared with.
// Arguments: port, OpenID document of the signing keys, application id. PEER_WITHOUT_TOKENS=1: no token is checked.
const express = require('express');
const { ActivityHandler, CardFactory, CloudAdapter, ConfigurationBotFrameworkAuthentication } = require('botbuilder');

const [port, keys, appId] = process.argv.slice(2);
const isOpen = process.env.PEER_WITHOUT_TOKENS === '1';

// Its own tokens are not asked of Microsoft, no more than ours are.
const credentials = {
  isValidAppId: async id => id === appId,
  isAuthenticationDisabled: async () => isOpen,
  createCredentials: async () => ({
    appId,
    signRequest: async request => {
      request.headers.set('authorization', 'Bearer load');
      return request;
    },
  }),
};
const settings = isOpen ? {} : {
  CallerId: 'urn:botframework:azure',
  OAuthUrl: 'https://api.botframework.com',
  ToBotFromChannelOpenIdMetadataUrl: keys,
  ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
  ToBotFromEmulatorOpenIdMetadataUrl: keys,
  ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
  ToChannelFromBotOAuthScope: 'https://api.botframework.com',
  ValidateAuthority: 'true',
};

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(settings, credentials));
const card = CardFactory.adaptiveCard({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'echo', wrap: true }] });
const bot = new ActivityHandler();
bot.onMessage(async (turn, next) => {
  if (turn.activity.conversation.conversationType === 'personal') await turn.sendActivity({ attachments: [card] });
  await next();
});

const app = express();
app.use(express.json());
app.post('/api/messages', (request, response) => adapter.process(request, response, turn => bot.run(turn)));
app.listen(Number(port), '127.0.0.1');
