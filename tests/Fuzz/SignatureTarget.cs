using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Dns;
using Causeway.Mail;

namespace Causeway.Fuzz;

/// <summary>
/// DKIM signatures and ARC chains of any form. The key that the corpus was signed with is published at k of a.example,
/// the text of the field X-Key at x. Nothing passes that slow strings do not find signed with that key.
/// </summary>
internal sealed partial class SignatureTarget : IFuzzTarget
{
    // RFC 8463 appendix A.2.
    public const string Record = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly VerificationKey key = KeyRecord.TryParse(Record, out var record)
        ? record.Key : throw new FormatException(Record);

    public string Name => "signature";

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "\r\n", "\r\n\r\n", "\r\n ", "From: a@a.example\r\n", "Subject: x\r\n", "DKIM-Signature: ", "v=1; ",
            "a=ed25519-sha256; ", "a=rsa-sha256; ", "a=rsa-sha1; ", "c=simple/simple; ", "c=relaxed; ",
            "c=simple/relaxed; ", "d=a.example; ", "d=b.a.example; ", "i=@a.example; ", "i=1; ", "i=2; ", "i=3; ",
            "i=50; ", "s=k; ", "s=x; ", "h=from:to; ", "h=from; ", "h=from:from:from; ", ":from",
            "bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; ", "b=", "b=AAAA; ", "l=0; ", "l=5; ",
            "l=99999999999999999999; ", "t=1; ", "x=1; ", "x=9999999999; ", "q=dns/txt; ", "cv=none; ", "cv=pass; ",
            "cv=fail; ", "ARC-Seal: ", "ARC-Message-Signature: ",
            "ARC-Authentication-Results: i=1; a.example; none\r\n", "(c) ", "X-Key: v=DKIM1; p=\r\n",
            "X-Key: " + Record + "\r\n", "; h=sha1", "; t=y:s", "; s=*", "p=MEgCQQ", ";", "=", " ", "\t", "\0",
            "\u00e9",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public Judgement Judge(byte[] input, Random random)
    {
        var header = HeaderBlock.Scan(input);
        var body = input.AsSpan(header.Octets.Length);
        var cut = random.Next(body.Length + 1);
        var zone = new FakeZone { Txt = { ["k._domainkey.a.example"] = [Record] } };
        zone.Txt["x._domainkey.a.example"] = [header.TextOf("X-Key"u8) ?? ""];
        var clock = new FixedClock(Now);
        using var hashes = new BodyHashes();
        var dkim = new DkimVerifier(zone, clock).Begin(header, hashes);
        var arc = new ArcVerifier(zone, clock).Begin(header, hashes);
        hashes.Write(body[..cut]);
        hashes.Write(body[cut..]);
        hashes.Complete();
        var signatures = dkim.CompleteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var chain = arc.CompleteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var slow = new SlowSignature(input, key);
        var finding = Signatures([.. signatures], slow) ?? Chain(chain, slow);
        var reasons = signatures.Select(signature => $"{signature.Result} {signature.Reason} {signature.IsTest}");
        return new Judgement(finding, string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(',', reasons)} {chain.Result} {chain.OldestPass} {chain.Reason}"));
    }

    private static string? Signatures(List<DkimVerdict> verdicts, SlowSignature slow)
    {
        var fields = slow.Named("dkim-signature").ToList();
        if (verdicts.Count > DkimVerifier.SignatureLimit + 1
            || verdicts.Exists(verdict => !Enum.IsDefined(verdict.Result)))
        {
            return "more verdicts than may be, or others";
        }

        foreach (var (verdict, field) in verdicts.Zip(fields))
        {
            if (verdict.Result == DkimResult.Pass && !(verdict.Domain == "a.example" && slow.IsGood(field)))
            {
                return "a signature passes that is not good";
            }

            if (verdict.Result == DkimResult.Fail && verdict.Selector == "k" && slow.IsGood(field))
            {
                return "a good signature fails";
            }
        }

        return null;
    }

    private static string? Chain(ArcVerdict chain, SlowSignature slow)
    {
        if (chain.Result != ArcResult.Pass)
        {
            return Enum.IsDefined(chain.Result) ? null : "no result";
        }

        var results = slow.Named("arc-authentication-results").OrderBy(Instance, StringComparer.Ordinal).ToList();
        var messages = slow.Named("arc-message-signature").OrderBy(Number, StringComparer.Ordinal).ToList();
        var seals = slow.Named("arc-seal").OrderBy(Number, StringComparer.Ordinal).ToList();
        if (results.Count != chain.Chain.Length || messages.Count != results.Count || seals.Count != results.Count)
        {
            return "a chain passes that is not whole";
        }

        var covered = new List<string>();
        for (var i = 0; i < results.Count; i++)
        {
            covered.AddRange([results[i], messages[i]]);
            if (!slow.IsSealed(covered, seals[i]) || SlowSignature.Tag(seals[i], "d") != "a.example"
                || SlowSignature.Tag(seals[i], "cv") != (i == 0 ? "none" : "pass"))
            {
                return $"a chain passes whose seal {i + 1} is not good";
            }

            covered.Add(seals[i]);
        }

        return slow.IsGood(messages[^1]) ? null : "a chain passes whose message was changed";
    }

    private static string Number(string field) => SlowSignature.Tag(field, "i").PadLeft(2, '0');

    private static string Instance(string field) => Prefix().Match(field).Groups[1].Value.PadLeft(2, '0');

    [GeneratedRegex("i[^=;0-9]*=[^0-9]*([0-9]+)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Prefix();
}
