// What the page says, and the examples it offers. Example data uses reserved names and addresses only.

export const texts = {
  en: {
    locale: 'en-US',
    tagline: 'Paste a mail error. Get what it means, who must act, and what to do next.',
    startOver: 'New conversation',
    languages: 'Language',
    welcome: 'Paste an error below.',
    examplesTitle: 'Or try an example',
    examplesShort: 'Examples',
    refused: 'Connection refused',
    ndr: 'A delay report',
    spanish: 'En español',
    placeholder: 'Paste an error or a bounce',
    signInTitle: 'Sign in',
    signInWhy: 'This chat is open to people who know its secret. Ask the person who runs the bot.',
    secret: 'Secret',
    yourName: 'Your name on the cards (optional)',
    signIn: 'Open the chat',
    someone: 'Web user',
    wrongSecret: 'That is not the secret of this bot. Check that it was copied whole.',
    unreachable: 'The bot does not answer. Trying again…',
    notTaken: 'The bot did not take that. Send it or press it again.',
  },
  es: {
    locale: 'es-ES',
    tagline: 'Pegue un error de correo. Sabrá qué significa, quién debe actuar y qué hacer.',
    startOver: 'Nueva conversación',
    languages: 'Idioma',
    welcome: 'Pegue un error abajo.',
    examplesTitle: 'O pruebe un ejemplo',
    examplesShort: 'Ejemplos',
    refused: 'Conexión rechazada',
    ndr: 'Un aviso de retraso',
    spanish: 'En español',
    placeholder: 'Pegue un error o un rebote',
    signInTitle: 'Entrar',
    signInWhy: 'Este chat está abierto a quienes conocen su secreto. Pídalo a quien administra el bot.',
    secret: 'Secreto',
    yourName: 'Su nombre en las tarjetas (opcional)',
    signIn: 'Abrir el chat',
    someone: 'Usuario web',
    wrongSecret: 'Ese no es el secreto de este bot. Compruebe que lo copió entero.',
    unreachable: 'El bot no responde. Se vuelve a intentar…',
    notTaken: 'El bot no lo recibió. Envíelo o púlselo otra vez.',
  },
};

export const examples = {
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
