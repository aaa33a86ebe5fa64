using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests;

/// <summary>Certificates judged from memory are judged as they would be without one.</summary>
public sealed class RecentJudgementsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly TestAuthority Issuing = TestAuthority.Trusted.Intermediate();

    private readonly RecentJudgements judgements = new(Probe.Roots);

    [Fact]
    public void Another_name_is_held_against_the_same_certificate()
    {
        var sent = Send(new CertificatePlan { Names = ["mx.contoso.com", "*.fabrikam.com"] });

        Assert.Empty(Judge(sent, "mx.contoso.com", Now).Defects);
        var other = Judge(sent, "mx.example.org", Now.AddSeconds(5));
        var third = Judge(sent, "a.fabrikam.com", Now.AddSeconds(6));

        Assert.Equal([(CertificateDefect.NameMismatch, "mx.contoso.com")], other.Defects);
        Assert.Equal(("mx.example.org", Now.AddSeconds(5)), (other.Expected, other.At));
        Assert.Empty(third.Defects);
        Assert.Equal("a.fabrikam.com", third.Expected);
    }

    [Fact]
    public void A_name_that_does_not_fit_stands_where_it_decides()
    {
        var view = Judge(Send(new CertificatePlan { RsaBits = 1024, Until = Now.AddDays(-1) }), "mx.example.org", Now);

        Assert.Equal([CertificateDefect.Expired, CertificateDefect.NameMismatch, CertificateDefect.WeakKey], view.Defects.Select(found => found.Kind));
    }

    [Fact]
    public void A_date_that_passes_within_the_minute_changes_the_judgement()
    {
        var ending = Send(new CertificatePlan { Until = Now.AddSeconds(30) });
        var beginning = Send(new CertificatePlan { From = Now.AddSeconds(30) });

        Assert.False(Judge(ending, "mx.contoso.com", Now).Has(CertificateDefect.Expired));
        Assert.False(Judge(ending, "mx.contoso.com", Now.AddSeconds(30)).Has(CertificateDefect.Expired));
        Assert.True(Judge(ending, "mx.contoso.com", Now.AddSeconds(31)).Has(CertificateDefect.Expired));
        Assert.True(Judge(beginning, "mx.contoso.com", Now.AddSeconds(29)).Has(CertificateDefect.NotYetValid));
        Assert.False(Judge(beginning, "mx.contoso.com", Now.AddSeconds(30)).Has(CertificateDefect.NotYetValid));
    }

    [Fact]
    public void So_does_a_date_of_an_intermediate()
    {
        var issuing = TestAuthority.Trusted.Intermediate(new CertificatePlan { Subject = "CN=Short Issuing CA", Until = Now.AddSeconds(30) });
        using var certificate = issuing.Issue();
        byte[][] sent = [certificate.RawData, .. issuing.Chain.Select(one => one.RawData)];

        Assert.False(Judge(sent, "mx.contoso.com", Now).Has(CertificateDefect.IntermediateExpired));
        Assert.True(Judge(sent, "mx.contoso.com", Now.AddSeconds(31)).Has(CertificateDefect.IntermediateExpired));
    }

    [Fact]
    public void The_same_certificate_with_another_chain_is_another_one()
    {
        var sent = Send(new CertificatePlan());

        Assert.Empty(Judge(sent, "mx.contoso.com", Now).Defects);
        Assert.Equal([CertificateDefect.IncompleteChain], Judge([sent[0]], "mx.contoso.com", Now).Defects.Select(found => found.Kind));
        Assert.Null(judgements.Judge([], "mx.contoso.com", Now));
    }

    [Fact]
    public void Of_very_many_certificates_the_newest_are_kept()
    {
        var sent = Send(new CertificatePlan());
        byte[] Other(int number) => Send(new CertificatePlan { Names = [$"mx{number}.contoso.com"] })[0];

        for (var number = 0; number < RecentJudgements.MaxKept + 5; number++)
            Assert.Empty(Judge([.. sent, Other(number)], "mx.contoso.com", Now).Defects);

        Assert.Equal(RecentJudgements.MaxKept, judgements.Kept);
    }

    private static byte[][] Send(CertificatePlan plan)
    {
        using var certificate = Issuing.Issue(plan);
        return [certificate.RawData, .. Issuing.Chain.Select(one => one.RawData)];
    }

    private CertificateView Judge(IReadOnlyList<byte[]> sent, string expected, DateTimeOffset now) => judgements.Judge(sent, expected, now)!;
}
