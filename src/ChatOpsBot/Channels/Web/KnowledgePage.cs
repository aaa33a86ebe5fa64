using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Channels.Web;

/// <summary>
/// <c>/knowledge</c>: every entry in every language as its card will look, for authors. Only in Development and only for the browser of this
/// machine: it shows the organization's own notes to whoever asks.
/// </summary>
internal sealed class KnowledgePage(CurrentKnowledge current, CaseCardOptions options, WebAccess access, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/knowledge", context => AnswerAsync(context, List));
        routes.MapGet("/knowledge/{id}", context => AnswerAsync(context, knowledge => knowledge.Find(context.Request.RouteValues["id"] as string ?? "") is { } entry ? Show(entry, knowledge) : null));
    }

    private async Task AnswerAsync(HttpContext context, Func<KnowledgeBase, string?> compose)
    {
        if (!access.IsLocalDeveloper(context) || compose(current.Base) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // The knowledge may change at any moment: that is what somebody looks at it for.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private string List(KnowledgeBase knowledge)
    {
        var groups = knowledge.Entries.GroupBy(FolderOf, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var body = new StringBuilder();
        if (current.Trouble is { } trouble)
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"trouble\" role=\"alert\">{Encode(trouble)}</p>\n");
        body.Append("<nav aria-label=\"Folders\">");
        foreach (var group in groups)
            body.Append(CultureInfo.InvariantCulture, $"<a href=\"#{Encode(group.Key)}\">{Encode(group.Key)} ({group.Count()})</a> ");
        body.Append("</nav>\n");
        foreach (var group in groups)
        {
            body.Append(CultureInfo.InvariantCulture, $"<section id=\"{Encode(group.Key)}\"><h2>{Encode(group.Key)}</h2>\n<ul class=\"entries\">\n");
            foreach (var entry in group.OrderBy(entry => entry.Id, StringComparer.Ordinal))
                body.Append(CultureInfo.InvariantCulture, $"<li><a href=\"/knowledge/{Encode(entry.Id)}\">{Encode(entry.Id)}</a> {Encode(EntryTitle.Behind(entry.Id, entry.Texts.Get("title", KnowledgeTexts.Original).Value))} <span class=\"subtle\">{Encode(string.Join(", ", entry.Texts.Languages))}</span></li>\n");
            body.Append("</ul></section>\n");
        }

        return Page("Knowledge", $"<h1>Knowledge</h1>\n<p>{knowledge.Entries.Count} entries. Each opens as its card in every language.</p>\n{body}");
    }

    private string Show(KnowledgeEntry entry, KnowledgeBase knowledge)
    {
        var now = time.GetUtcNow();
        var body = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"<p><a href=\"/knowledge\">All entries</a></p>\n<h1>{Encode(entry.Id)}</h1>\n<p class=\"subtle\">{Encode(entry.Origin?.File ?? "")}</p>\n<nav aria-label=\"Languages\">"));
        foreach (var texts in Languages.All)
            body.Append(CultureInfo.InvariantCulture, $"<a href=\"#{texts.Language}\" lang=\"{texts.Language}\">{Encode(texts.LanguageName)}</a> ");
        body.Append("</nav>\n<div class=\"cards\">\n");
        foreach (var texts in Languages.All)
        {
            body.Append(CultureInfo.InvariantCulture, $"<section id=\"{texts.Language}\"><h2 lang=\"{texts.Language}\">{Encode(texts.LanguageName)}</h2>\n");
            body.Append(CardAsHtml.Render(EntryPreview.Compose(entry, texts.Language, knowledge, options, now)));
            body.Append("</section>\n");
        }

        return Page(entry.Id, body.Append("</div>").ToString());
    }

    private static string Page(string title, string body) =>
        $"""
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Encode(title)} · ChatOpsBot</title>
            <link rel="icon" href="/chat/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/chat/page.css">
            <link rel="stylesheet" href="/chat/knowledge.css">
          </head>
          <body class="knowledge">
            <main>
        {body}
            </main>
          </body>
        </html>
        """;

    private static string FolderOf(KnowledgeEntry entry) => entry.Origin is { } origin && origin.File.LastIndexOf('/') is > 0 and var end ? origin.File[..end] : "knowledge";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
