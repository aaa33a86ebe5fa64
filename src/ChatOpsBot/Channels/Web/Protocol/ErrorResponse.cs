namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>Why a request was refused.</summary>
internal sealed record ErrorResponse(Error Error);

/// <param name="Code">A word a program can compare: <c>TokenExpired</c>.</param>
/// <param name="Message">A sentence for the person who reads the log of a client.</param>
internal sealed record Error(string Code, string Message);
