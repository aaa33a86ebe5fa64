// How Web Chat and the cards look: the palette of page.css handed on.

export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  return new Proxy({}, { get: (_, name) => style.getPropertyValue(`--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`).trim() });
}

export function chatStyle(palette) {
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

    // A card is taller than most windows: stop at its top, not at its end.
    autoScrollSnapOnPage: 0.97,
    markdownExternalLinkIconImage: '',
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

export function cardStyle(palette) {
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
    spacing: { small: 6, default: 10, medium: 16, large: 24, extraLarge: 32, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.line },
    containerStyles: {
      default: container(palette.surface),
      emphasis: container(palette.raised),
      accent: container(palette.raised),
      good: container(palette.goodTint),
      attention: container(palette.attentionTint),
      warning: container(palette.warningTint),
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
