using System.Globalization;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>Something a person asks of the bot in words, besides explaining an error. Kept in the inbox in its canonical form, never as typed.</summary>
internal abstract record ChatCommand
{
    private ChatCommand()
    {
    }

    /// <summary>What can be asked; also the answer to a greeting and to words nobody understands.</summary>
    public sealed record Help : ChatCommand
    {
        public override string ToString() => "help";
    }

    /// <summary>Live checks of a server without an error; without <paramref name="Target"/> the bot asks for one.</summary>
    public sealed record Check(ProbeTarget? Target) : ChatCommand
    {
        public override string ToString() => Target is null ? "check" : $"check {LiveCheckBlocks.Write(Target)}";
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
    public sealed record Say(CaseWord Word) : ChatCommand
    {
        public override string ToString() => $"say {Word}";
    }

    /// <summary>Nothing asked in words: a file came that the bot could not read.</summary>
    public sealed record UnreadFile : ChatCommand
    {
        public override string ToString() => "unread-file";
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
            ("status", null) => new Status(),
            ("mute", { } minutes) when int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => new Mute(TimeSpan.FromMinutes(count)),
            ("unmute", null) => new Unmute(),
            ("language", _) => new Language(argument),
            ("show", { } what) when what.Split(' ') is [var verb, var caseId] && Verbs.OpensDialog(verb) => new Show(verb, caseId),
            ("say", { } word) when Enum.TryParse<CaseWord>(word, out var known) && Enum.IsDefined(known) => new Say(known),
            ("privacy", null) => new Privacy(),
            ("unread-file", null) => new UnreadFile(),
            ("settings", null) => new Settings(),
            ("suggest", { } ids) => new Suggest(ids.Split(' ')),
            ("listen", "on") => new Listen(On: true),
            ("listen", "off") => new Listen(On: false),
            _ => throw new FormatException($"\"{canonical}\" is no chat command."),
        };
    }
}
