using System.Globalization;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>Something a person asks of the bot in words, besides explaining an error. Kept in the inbox in its canonical form, never as typed.</summary>
internal abstract record ChatCommand
{
    private ChatCommand()
    {
    }

    /// <summary>What can be asked; also the answer to a greeting.</summary>
    public sealed record Help : ChatCommand
    {
        public override string ToString() => "help";
    }

    /// <summary>Words nobody understands.</summary>
    /// <param name="Server">The one server or domain among them; empty when there is none, or several.</param>
    public sealed record Unclear(string Server) : ChatCommand
    {
        public override string ToString() => Server.Length == 0 ? "unclear" : $"unclear {Server}";
    }

    /// <summary>Live checks of a server without an error; without <paramref name="Target"/> the bot asks for one.</summary>
    public sealed record Check(ProbeTarget? Target) : ChatCommand
    {
        public override string ToString() => Target is null ? "check" : $"check {LiveCheckBlocks.Write(Target)}";
    }

    /// <summary>Live checks that cannot be, and why: nothing is begun.</summary>
    /// <param name="Why">One of <see cref="ChatOpsBot.Probing.Reasons"/>, or of the constants here.</param>
    /// <param name="Named">What was named for a server, without anything that is none of it; empty when nothing was.</param>
    public sealed record CheckNot(string Why, string Named) : ChatCommand
    {
        /// <summary>What is named is no name a server on the internet has.</summary>
        public const string NoName = "no-server-name";

        public const string Several = "several";

        /// <summary>Words, and none of them a server.</summary>
        public const string Unnamed = "unnamed";

        public override string ToString() => Named.Length == 0 ? $"check-not {Why}" : $"check-not {Why} {Named}";
    }

    /// <summary>The open cases of the conversation.</summary>
    public sealed record Status : ChatCommand
    {
        public override string ToString() => "status";
    }

    /// <summary>Nothing unasked for a while.</summary>
    public sealed record Mute(TimeSpan For) : ChatCommand
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"mute {(int)For.TotalMinutes}");
    }

    public sealed record Unmute : ChatCommand
    {
        public override string ToString() => "unmute";
    }

    /// <param name="Tag">BCP 47 tag the bot has texts for; null: show what there is.</param>
    public sealed record Language(string? Tag) : ChatCommand
    {
        public override string ToString() => Tag is null ? "language" : $"language {Tag}";
    }

    /// <summary>What the bot keeps and for how long.</summary>
    public sealed record Privacy : ChatCommand
    {
        public override string ToString() => "privacy";
    }

    /// <summary>The settings of this conversation.</summary>
    public sealed record Settings : ChatCommand
    {
        public override string ToString() => "settings";
    }

    /// <summary>Whether the bot answers unasked here.</summary>
    public sealed record Listen(bool On) : ChatCommand
    {
        public override string ToString() => On ? "listen on" : "listen off";
    }

    /// <summary>Nobody named a code: entries that what was said may be about. Only their ids are kept.</summary>
    public sealed record Suggest(IReadOnlyList<string> EntryIds) : ChatCommand
    {
        public override string ToString() => $"suggest {string.Join(' ', EntryIds)}";
    }

    /// <summary>What a dialog would show: pressed where the client knows no dialogs, so it goes into the conversation.</summary>
    /// <param name="Verb">The one that opens the dialog.</param>
    public sealed record Show(string Verb, string CaseId) : ChatCommand
    {
        public override string ToString() => $"show {Verb} {CaseId}";
    }

    /// <summary>How it stands with a trouble whose case is there, or the question after it.</summary>
    /// <param name="EntryId">Of the trouble, where it was named; null: the thread tells.</param>
    /// <param name="CaseId">Of its case, where its server was named.</param>
    public sealed record Say(CaseWord Word, string? EntryId = null, string? CaseId = null) : ChatCommand
    {
        public override string ToString() => CaseId is not null ? $"say {Word} {OfCase}{CaseId}" : EntryId is null ? $"say {Word}" : $"say {Word} {EntryId}";

        /// <summary>No id of an entry begins so.</summary>
        internal const char OfCase = '#';
    }

    /// <summary>Nothing asked in words: a file came that the bot could not read.</summary>
    public sealed record UnreadFile : ChatCommand
    {
        public override string ToString() => "unread-file";
    }

    /// <summary>Pressed, where a press has no answer of its own, on the card of a case that is gone.</summary>
    public sealed record Gone : ChatCommand
    {
        public override string ToString() => "gone";
    }

    /// <summary>Reads what <see cref="object.ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Nothing this program ever wrote.</exception>
    public static ChatCommand Parse(string canonical)
    {
        var space = canonical.IndexOf(' ', StringComparison.Ordinal);
        var (name, argument) = space < 0 ? (canonical, null) : (canonical[..space], canonical[(space + 1)..]);
        return (name, argument) switch
        {
            ("help", null) => new Help(),
            ("check", null) => new Check(Target: null),
            ("check", { } target) when ProbeTarget.TryParse(target, out var parsed) => new Check(parsed),
            ("check-not", { } refused) => refused.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? new CheckNot(refused[..end], refused[(end + 1)..]) : new CheckNot(refused, ""),
            ("status", null) => new Status(),
            ("mute", { } minutes) when int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => new Mute(TimeSpan.FromMinutes(count)),
            ("unmute", null) => new Unmute(),
            ("language", _) => new Language(argument),
            ("show", { } what) when what.Split(' ') is [var verb, var caseId] && Verbs.OpensDialog(verb) => new Show(verb, caseId),
            ("say", { } said) when said.Split(' ', 2) is var parts && Enum.TryParse<CaseWord>(parts[0], out var word) && Enum.IsDefined(word) => parts switch
            {
                [_, [Say.OfCase, .. var id]] => new Say(word, CaseId: id),
                [_, var entry] => new Say(word, entry),
                _ => new Say(word),
            },
            ("privacy", null) => new Privacy(),
            ("unread-file", null) => new UnreadFile(),
            ("gone", null) => new Gone(),
            ("unclear", _) => new Unclear(argument ?? ""),
            ("settings", null) => new Settings(),
            ("suggest", { } ids) => new Suggest(ids.Split(' ')),
            ("listen", "on") => new Listen(On: true),
            ("listen", "off") => new Listen(On: false),
            _ => throw new FormatException($"\"{canonical}\" is no chat command."),
        };
    }
}
