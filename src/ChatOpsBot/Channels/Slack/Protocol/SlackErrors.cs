namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>Names of errors as the Web API writes them: https://docs.slack.dev/reference/methods/chat.postMessage#errors</summary>
internal static class SlackErrors
{
    public const string RateLimited = "ratelimited";
    public const string RateLimitedInBody = "rate_limited";

    public const string ChannelNotFound = "channel_not_found";
    public const string NotInChannel = "not_in_channel";
    public const string IsArchived = "is_archived";
    public const string IsInactive = "is_inactive";
    public const string RestrictedAction = "restricted_action";
    public const string ThreadOnlyChannel = "restricted_action_thread_only_channel";
    public const string ThreadLocked = "thread_locked";
    public const string CannotReplyToMessage = "cannot_reply_to_message";
    public const string PostingDenied = "posting_to_channel_denied";
    public const string KeyAccessDenied = "ekm_access_denied";
    public const string MessagesTabDisabled = "messages_tab_disabled";
    public const string UserNotInChannel = "user_not_in_channel";

    public const string MessageTooLong = "msg_too_long";
    public const string BlocksTooLong = "msg_blocks_too_long";
    public const string InvalidBlocks = "invalid_blocks";
    public const string InvalidBlocksFormat = "invalid_blocks_format";
    public const string BlockMismatch = "block_mismatch";
    public const string InvalidAttachments = "invalid_attachments";

    public const string MessageNotFound = "message_not_found";
    public const string CannotUpdateMessage = "cant_update_message";
    public const string EditWindowClosed = "edit_window_closed";
    public const string StreamingStateConflict = "streaming_state_conflict";
    public const string UpdateFailed = "update_failed";

    public const string InvalidAuth = "invalid_auth";
    public const string NotAuthed = "not_authed";
    public const string TokenRevoked = "token_revoked";
    public const string AccountInactive = "account_inactive";
    public const string AccessDenied = "access_denied";
    public const string AppAccessRestricted = "app_access_restricted";
    public const string TokenExpired = "token_expired";
    public const string MissingScope = "missing_scope";
    public const string NotAllowedTokenType = "not_allowed_token_type";
    public const string NoPermission = "no_permission";

    public const string TeamAddedToOrg = "team_added_to_org";
    public const string OrgLoginRequired = "org_login_required";
    public const string ServiceUnavailable = "service_unavailable";
    public const string FatalError = "fatal_error";
    public const string InternalError = "internal_error";
    public const string RequestTimeout = "request_timeout";

    public const string AccessLimited = "accesslimited";
    public const string EnterpriseIsRestricted = "enterprise_is_restricted";
    public const string TwoFactorSetupRequired = "two_factor_setup_required";
    public const string MessageLimitExceeded = "message_limit_exceeded";

    public const string UserNotFound = "user_not_found";
    public const string UserNotVisible = "user_not_visible";
    public const string ExpiredTriggerId = "expired_trigger_id";
    public const string ExchangedTriggerId = "exchanged_trigger_id";
    public const string InvalidTriggerId = "invalid_trigger_id";
    public const string HashConflict = "hash_conflict";
    public const string NotFound = "not_found";

    public const string UnknownMethod = "unknown_method";
}
