namespace ChatOpsBot.Probing.Certificates;

/// <summary>The judgement over certificates without a word about the name expected in them.</summary>
/// <param name="View">As of <paramref name="At"/>, and without <see cref="CertificateView.Expected"/>.</param>
/// <param name="Names">Of the server's own certificate.</param>
/// <param name="NextChange">The first date of a certificate not before <paramref name="At"/>: until then the dates say the same.</param>
internal sealed record JudgedChain(CertificateView View, CertificateNames Names, DateTimeOffset At, DateTimeOffset NextChange)
{
    /// <param name="now">Before the next change.</param>
    public CertificateView For(string expected, DateTimeOffset now)
    {
        var fit = Names.Judge(expected);
        return View with
        {
            At = now,
            Expected = fit == NameFit.NothingToCompare ? null : expected,
            Defects = fit == NameFit.Other ? [.. View.Defects.Append((CertificateDefect.NameMismatch, View.Subject)).OrderBy(found => found.Item1)] : View.Defects,
        };
    }
}
