using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Makes turns of activities.</summary>
internal sealed class TeamsTurns(TeamsOptions options, TimeProvider time)
{
    public TeamsPlace PlaceOf(Activity activity) => TeamsPlace.Of(activity, BotId);

    /// <summary>By id alone; a bot for several apps would be another one in each.</summary>
    public bool IsBot(Activity activity, ChannelAccount? account) =>
        account?.Id is { Length: > 0 } id && (id.Equals(activity.Recipient?.Id, StringComparison.OrdinalIgnoreCase) || id.Equals(BotId, StringComparison.OrdinalIgnoreCase));

    public MessageTurn ReadMessage(Activity activity, TeamsPlace place)
    {
        var isMentioned = (activity.Entities ?? []).Any(entity => entity?.Type == Entity.Mention && IsBot(activity, entity.Mentioned));
        var text = TeamsText.Of(activity, account => IsBot(activity, account), place.IsPersonal);
        return new MessageTurn
        {
            Conversation = place.ToReference(),
            Person = PersonOf(activity),
            Key = KeyOf(activity, place),
            SentAt = SentAt(activity),
            Locale = LocaleOf(activity),
            MessageId = activity.Id ?? "",
            IsEdit = activity.Type == ActivityTypes.MessageUpdate,
            Text = text,
            OwnText = TeamsText.WithoutQuotes(text),
            Markup = MailMarkup.TeamsHtml,
            Addressing = place.IsPersonal ? Addressing.Direct : isMentioned ? Addressing.Mention : Addressing.Overheard,
        };
    }

    public DeletionTurn ReadDeletion(Activity activity, TeamsPlace place) => new()
    {
        Conversation = place.ToReference(),
        Person = PersonOf(activity),
        Key = KeyOf(activity, place),
        SentAt = SentAt(activity),
        MessageId = activity.Id ?? "",
    };

    public ActionTurn ReadPress(TeamsPress press, Activity activity, TeamsPlace place)
    {
        var person = PersonOf(activity);
        return new ActionTurn
        {
            Conversation = place.ToReference(),
            Person = person,
            // An invoke that is repeated gets a new id and a new timestamp: only what is pressed tells it. A button without a case, though, is
            // the same on every card, and what opens a dialog may be pressed often.
            Key = press.CaseId.Length == 0 ? KeyOf(activity, place) : string.Create(CultureInfo.InvariantCulture, $"{press.CaseId}|{press.Verb}|{person.Id}|{press.Revision}"),
            SentAt = SentAt(activity),
            CaseId = press.CaseId,
            Verb = press.Verb,
            Revision = press.Revision,
            IsDirect = place.IsPersonal,
            Inputs = press.Inputs,
        };
    }

    /// <summary>The bot was installed: whoever did it is named, where the activity names them.</summary>
    /// <param name="installation">The same for all that is heard of one installation.</param>
    public WelcomeTurn Welcome(Activity activity, TeamsPlace place, string installation)
    {
        var installer = PersonOf(activity);
        return new WelcomeTurn
        {
            Conversation = place.ToReference(),
            Person = installer.Name == Person.Unnamed ? installer with { Name = "" } : installer,
            Key = $"{place.Key.Tenant}|{installation}",
            IsDirect = place.IsPersonal,
            SentAt = SentAt(activity),
            Locale = LocaleOf(activity),
        };
    }

    /// <summary>When it happened, as the platform says; now, when it does not say.</summary>
    public DateTimeOffset SentAt(Activity activity) =>
        DateTimeOffset.TryParse(activity.Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var sent) ? sent : time.GetUtcNow();

    private string BotId => $"{ChannelAccount.BotPrefix}{options.AppId}";

    /// <summary>The same for every delivery of one activity.</summary>
    public static string KeyOf(Activity activity, TeamsPlace place)
    {
        var what = $"{place.Key.Tenant}|{place.Key.Id}|{Said(activity.Id)}|{activity.Type}";
        // A message is written once, whatever time a repeat of it names; it is edited often, and only the time tells one edit from another.
        return activity is { Type: ActivityTypes.Message, Id.Length: > 0 } ? what : $"{what}|{Said(activity.Timestamp)}";

        // What is not said is told from the next one by its content.
        string Said(string? given) => given is { Length: > 0 } ? given : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{activity.From?.Id}|{activity.Text}")));
    }

    private static Person PersonOf(Activity activity) => new(activity.From?.Id ?? "", PersonName.Of(activity.From?.Name) ?? Person.Unnamed);

    /// <summary>The sender's language; what cannot be a tag is none (RFC 5646 §4.4.1: at most 35 characters).</summary>
    private static string? LocaleOf(Activity activity)
    {
        var locale = activity.Locale ?? (activity.Entities ?? []).FirstOrDefault(entity => entity?.Type == Entity.ClientInfo)?.Locale;
        return locale is { Length: > 0 and <= 35 } ? locale : null;
    }
}
