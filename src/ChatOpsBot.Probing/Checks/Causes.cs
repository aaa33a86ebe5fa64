using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Checks;

/// <summary>The verdict causes of the SMTP and TLS checks as facts, in the form the README describes.</summary>
internal static class Causes
{
    public static (string, string)[] Of(params string?[] ids) => Fact("causes", ids);

    public static (string, string)[] Finding(params string?[] ids) => Fact("findings", ids);

    /// <summary>The device that rewrites SMTP goes before whatever it did.</summary>
    public static (string, string)[] Of(Sight sight, params string?[] ids) => Of(PacketInspectionCheck.IsMasked(sight) ? ["smtp.packet_inspection", .. ids] : ids);

    /// <summary>What is wrong with a reply that is none; null for a whole one.</summary>
    public static string? OfUnreadable(SmtpReply reply) => reply switch
    {
        { End: ReplyEnd.Oversized } => reply.Lines.Any(line => line.Length > LongLine) ? "smtp.line_too_long" : "smtp.endless_banner",
        { End: ReplyEnd.Complete or ReplyEnd.NotSmtp } => "smtp.not_smtp",
        _ => null,
    };

    // RFC 5321 §4.5.3.1.5 allows 512; nobody writes a line four times as long by accident.
    private const int LongLine = 2048;

    private static (string, string)[] Fact(string name, string?[] ids) => ids.OfType<string>().ToList() is { Count: > 0 } named ? [(name, string.Join(' ', named))] : [];
}
