namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>A reason with its weight. The same name always carries the same weight.</summary>
internal readonly record struct Weight(string Name, double Value);

/// <summary>
/// Every reason the recognizer knows, with its weight. The sum over a number, cut to 0…1, is the confidence that the number is a mail code;
/// at <see cref="Fires"/> the bot answers. A code beside a reply code of the same class is near certain and needs nothing else; a provider's own
/// three-digit code is enough unless something speaks of software; any other code in a sentence needs words of mail, a question about it or a complaint.
/// </summary>
internal static class Weights
{
    /// <summary>The bot answers by itself from here on.</summary>
    public const double Fires = 0.5;

    /// <summary>All words of mail around a number together count no more than this: ten mail words do not make a version a code.</summary>
    public const double MostSurroundings = 0.7;

    // The number itself
    public static readonly Weight ReplyAndCode = new("reply-and-code", 0.9);
    public static readonly Weight ReplyWordsCode = new("reply-words-code", 0.6);
    public static readonly Weight ClassesDiffer = new("classes-differ", -0.25);
    public static readonly Weight RareCode = new("rare-code", 0.6);
    public static readonly Weight VendorCode = new("vendor-code", 0.35);
    public static readonly Weight RegisteredCode = new("registered-code", 0.2);
    public static readonly Weight UnlistedCode = new("unlisted-code", -0.1);
    public static readonly Weight StrangeCode = new("strange-code", -0.5);
    public static readonly Weight SuccessCode = new("success-code", -0.4);
    public static readonly Weight SmtpOnlyReply = new("smtp-only-reply", 0.1);
    public static readonly Weight WebReply = new("web-reply", -0.2);

    // How it is written down
    public static readonly Weight OnlyACode = new("only-a-code", 0.7);
    public static readonly Weight HardlyAWord = new("hardly-a-word", 0.2);
    public static readonly Weight Exclaimed = new("exclaimed", 0.1);
    public static readonly Weight TraceField = new("trace-field", 0.6);
    public static readonly Weight Label = new("label", 0.3);
    public static readonly Weight InferredCode = new("inferred-code", 0.6);
    public static readonly Weight ClassTwins = new("class-twins", 0.3);
    public static readonly Weight SeveralCodes = new("several-codes", 0.1);
    public static readonly Weight Received = new("received", 0.3);
    public static readonly Weight SaidWith = new("said-with", 0.2);
    public static readonly Weight ProviderTag = new("provider-tag", 0.4);
    public static readonly Weight InQuestion = new("in-a-question", 0.2);
    public static readonly Weight AskedAbout = new("asked-about", 0.45);
    public static readonly Weight ProviderAlone = new("provider-alone", 0.6);
    public static readonly Weight ReplyAskedAbout = new("reply-asked-about", 0.2);
    public static readonly Weight Mentioned = new("mentioned", 0.2);

    // A reply code in a person's sentence
    public static readonly Weight UsedAsName = new("used-as-a-name", 0.2);
    public static readonly Weight Answered = new("answered-with-it", 0.25);
    public static readonly Weight MailParty = new("mail-party", 0.3);
    public static readonly Weight SomeParty = new("some-party", 0.1);
    public static readonly Weight SendsMail = new("sends-mail", 0.2);
    public static readonly Weight StandardReply = new("standard-reply", 0.45);
    public static readonly Weight UsualReply = new("usual-reply", 0.25);
    public static readonly Weight WordForWord = new("word-for-word", 0.2);
    public static readonly Weight SmtpCommand = new("smtp-command", 0.45);
    public static readonly Weight CameBack = new("came-back", 0.1);
    public static readonly Weight Compared = new("compared", 0.4);
    public static readonly Weight CameAgain = new("came-again", 0.3);
    public static readonly Weight FailedWith = new("failed-with-it", 0.25);
    public static readonly Weight WhoElse = new("who-else", 0.3);
    public static readonly Weight ReplyMeaning = new("reply-meaning", 0.2);
    public static readonly Weight Amount = new("amount", -0.6);
    public static readonly Weight IsValue = new("is-a-value", -0.3);
    public static readonly Weight NothingOfMail = new("nothing-of-mail", -0.3);
    public static readonly Weight AnyNumber = new("any-number", -0.3);

    // A code that people use as a word
    public static readonly Weight Inflected = new("inflected", 0.35);
    public static readonly Weight AsNoun = new("as-a-noun", 0.2);
    public static readonly Weight AsVersion = new("as-a-version", -0.25);
    public static readonly Weight Counted = new("counted-codes", 0.35);
    public static readonly Weight Judged = new("judged", 0.2);

    public static readonly Weight SetApart = new("set-apart", 0.2);
    public static readonly Weight WhatWasSent = new("what-was-sent", 0.3);
    public static readonly Weight Had = new("had", 0.1);
    public static readonly Weight Outline = new("outline", -1);

    // What is said around it
    public static readonly Weight MailTrace = new("mail-trace", 0.4);
    public static readonly Weight StrongMailWord = new("strong-mail-word", 0.4);
    public static readonly Weight MailWord = new("mail-word", 0.25);
    public static readonly Weight MaybeMailWord = new("maybe-mail-word", 0.1);
    public static readonly Weight MailAddress = new("mail-address", 0.1);
    public static readonly Weight RejectedWord = new("rejected-word", 0.2);
    public static readonly Weight Trouble = new("trouble", 0.3);
    public static readonly Weight ItsMeaning = new("its-meaning", 0.35);
    public static readonly Weight ReplyText = new("reply-text", 0.25);
    public static readonly Weight ReplySentence = new("reply-sentence", 0.15);

    // What speaks against it
    public static readonly Weight VersionWord = new("version-word", -1);
    public static readonly Weight ProductBefore = new("product-before", -1);
    public static readonly Weight NameBefore = new("name-before", -0.35);
    public static readonly Weight SoftwareBefore = new("software-before", -0.65);
    public static readonly Weight ImageTag = new("image-tag", -1);
    public static readonly Weight Heading = new("heading", -0.25);
    public static readonly Weight Title = new("title", -0.6);
    public static readonly Weight NumberedHeading = new("numbered-heading", -1);
    public static readonly Weight CountedThing = new("counted-thing", -1);
    public static readonly Weight MaybeCounted = new("maybe-counted", -0.4);
    public static readonly Weight SectionWord = new("section-word", -1);
    public static readonly Weight DateWord = new("date-word", -0.7);
    public static readonly Weight MaybeDate = new("maybe-date", -0.35);
    public static readonly Weight ChangeWord = new("change-word", -0.6);
    public static readonly Weight SoftwareTalk = new("software-talk", -0.2);
    public static readonly Weight OtherNumbers = new("other-numbers", -0.25);
    public static readonly Weight BesideVersion = new("beside-a-version", -0.4);
    public static readonly Weight OnlyNumbers = new("only-numbers", -1);
    public static readonly Weight FromTo = new("from-to", -0.6);
    public static readonly Weight Published = new("published", -0.8);
    public static readonly Weight UnitAfter = new("unit-after", -0.8);
    public static readonly Weight IdentifierWord = new("identifier-word", -1);
    public static readonly Weight WebWord = new("web-word", -0.6);
    public static readonly Weight HeaderLine = new("header-line", -1);
    public static readonly Weight OtherSense = new("other-sense", -0.7);
}
