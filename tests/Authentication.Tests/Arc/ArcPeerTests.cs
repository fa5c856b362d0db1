using System.Security.Cryptography;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Results;
using Causeway.Dns;
using CsCheck;

namespace Causeway.Authentication.Tests.Arc;

/// <summary>Beside dkimpy, on generated mail: what one seals the other accepts, and both refuse the same.</summary>
public sealed class ArcPeerTests
{
    private const int Batch = 100;

    private static readonly Gen<string> Words = Gen.Char["abcXYZ09 \t.,;:=-_<>@\u00e9\u4e2d"].Array[0, 60]
        .Select(characters => new string(characters));

    private static readonly Gen<string> Lines = Words.Array[0, 12].Select(lines => string.Join('\n', lines) + "\n");

    private static readonly Gen<string> Messages = Gen.Select(
        Words, Words.Where(word => word.Trim().Length > 0).Array[0, 3], Lines, Gen.Int[0, 3],
        (subject, more, body, empty) => "From: a@fabrikam.example\nSubject:" + subject + "\n"
            + string.Concat(more.Select((text, i) => $"To: {i}\n {text}\n"))
            + "Date: Sat, 28 Nov 2026 12:00:00 +0000\n\n" + body + new string('\n', empty));

    private static readonly Dictionary<string, string> Zone = new[] { Samples.Contoso, Samples.Evil }
        .ToDictionary(key => key.RecordName, key => key.Record);

    [Fact]
    public async Task It_accepts_what_we_seal_and_refuses_what_was_changed_as_we_do()
    {
        var messages = new List<byte[]>();
        var samples = Gen.Select(Messages, Gen.Int[1, 4], Gen.Int[0, 10_000], Gen.Char['a', 'z']);
        foreach (var (text, hops, at, other) in Many(samples))
        {
            var chain = Samples.Octets(await Samples.SealAsync(
                text, [.. Enumerable.Range(0, hops).Select(i => i % 2 == 0 ? Samples.Contoso : Samples.Evil)]));
            messages.Add(chain);
            // Line ends are left alone: what is a line without them is another matter.
            var changed = chain.ToArray();
            ref var octet = ref changed[at % changed.Length];
            octet = octet is (byte)'\r' or (byte)'\n' ? octet : (byte)other;
            messages.Add(changed);
        }

        var theirs = await DkimPy.VerifyAsync(Zone, messages);
        for (var i = 0; i < messages.Count; i++)
        {
            var ours = await Samples.VerifyAsync(messages[i], Samples.Zone());
            Assert.True(i % 2 == 1 || ours.Result == ArcResult.Pass, ours.Reason);
            Assert.True(
                theirs[i].Status == "unread"
                    || theirs[i].Status.Equals(ours.Result.ToString(), StringComparison.OrdinalIgnoreCase),
                $"{theirs[i]}, {ours.Result}: {ours.Reason}\n{Samples.Text(messages[i])}");
        }
    }

    [Fact]
    public async Task We_accept_what_it_seals_behind_our_sets_and_its_own()
    {
        var keys = new[] { Samples.Evil, Samples.Contoso };
        var messages = Many(Messages).Select(text => Samples.Octets(text)).ToList();
        for (var hop = 0; hop < 4; hop++)
        {
            var key = keys[hop % 2];
            var found = hop == 0 ? ArcResult.None : ArcResult.Pass;
            // It takes all fields of an id for its own.
            var id = $"hop{hop}.{key.Domain}";
            var results = new AuthenticationResults(id,
            [
                new MethodResult("arc", found.ToString().ToLowerInvariant()), new MethodResult("spf", "pass"),
            ]).Write();
            if (hop % 2 == 0)
            {
                var jobs = messages.ConvertAll(message => new DkimPy.SealJob(
                    [.. results, .. message], key.Domain.Value, key.Selector, Pkcs1(key), id,
                    Samples.Now.ToUnixTimeSeconds()));
                var sets = await DkimPy.SealAsync(jobs);
                messages = [.. sets.Zip(jobs, (set, job) => (byte[])[.. set, .. job.Message])];
            }
            else
            {
                messages = messages.ConvertAll(message => Samples.Seal(message, key, Samples.Verdict(found, hop)));
            }

            foreach (var message in messages)
            {
                var verdict = await Samples.VerifyAsync(message, Samples.Zone());
                Assert.True(
                    verdict is { Result: ArcResult.Pass, OldestPass: 0 }, $"{verdict.Reason}\n{Samples.Text(message)}");
                Assert.Equal(hop + 1, verdict.Chain.Length);
            }
        }

        Assert.All(await DkimPy.VerifyAsync(Zone, messages), verdict => Assert.Equal("pass", verdict.Status));
    }

    [Fact]
    public async Task It_says_of_the_suite_what_we_do()
    {
        var vectors = ArcSuite.Load();
        Assert.SkipWhen(vectors is null, "The folder shared/data/arc-validation is not beside the repository.");
        foreach (var group in vectors.GroupBy(vector => vector.Keys))
        {
            var zone = ((FakeZone)group.Key).Txt.ToDictionary(pair => pair.Key, pair => pair.Value[0]);
            var theirs = await DkimPy.VerifyAsync(zone, group.Select(vector => vector.Message));
            foreach (var (vector, verdict) in group.Zip(theirs))
            {
                var ours = await Samples.VerifyAsync(vector.Message, vector.Keys);
                var status = verdict.Status == "ended" ? "fail" : verdict.Status;
                Assert.True(
                    ArcSuiteTests.IsByRfc(vector.Name)
                        || status.Equals(ours.Result.ToString(), StringComparison.OrdinalIgnoreCase),
                    $"{vector.Name}: {verdict}, {ours.Result}");
            }
        }
    }

    private static IEnumerable<T> Many<T>(Gen<T> gen) => gen.Array[Batch].Single();

    // RSA keys are read by dkimpy as PKCS #1.
    private static string Pkcs1(SigningKey key)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(key.ToPem());
        return rsa.ExportRSAPrivateKeyPem();
    }
}
