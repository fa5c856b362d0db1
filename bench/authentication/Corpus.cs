using System.Net;
using System.Text;
using System.Text.Json;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Results;
using Causeway.Core.Addresses;
using Causeway.Mail;

namespace Causeway.AuthenticationBench;

/// <summary>
/// Real messages, made to come as mail does today: each signed by the domain of its From, one of four sealed by a
/// forwarder, one of eight from an address that SPF does not know. Signatures that they had stay, and fail: their keys
/// are not ours.
/// </summary>
internal sealed class Corpus : IDisposable
{
    private const string Selector = "bench";
    private const string Forwarder = "forwarder.example";

    // Nobody's (RFC 5737).
    private static readonly IPAddress Stranger = IPAddress.Parse("192.0.2.1");

    private readonly string pem;
    private readonly ZoneBuilder builder;
    private readonly Dictionary<string, SigningKey> keys = [];

    private Corpus(SigningKey key) => (pem, builder) = (key.ToPem(), new ZoneBuilder(key.Record));

    public List<CorpusMessage> Messages { get; } = [];

    public Zone Zone => builder.Zone;

    /// <summary>The key of all domains, which seals as well.</summary>
    public string Pem => pem;

    /// <summary>Reads all files below the folders, in the order of their paths.</summary>
    public static Corpus Read(IEnumerable<string> folders)
    {
        using var key = SigningKey.Create(SigningAlgorithm.RsaSha256, DomainName.Parse(Forwarder), Selector);
        var corpus = new Corpus(key);
        corpus.builder.AddKey(Selector, Forwarder);
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".md", StringComparison.Ordinal)
                && !file.EndsWith(".json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));
        foreach (var file in files)
        {
            corpus.Add(WithLineEnds(File.ReadAllBytes(file)), key);
        }

        return corpus;
    }

    /// <summary>Writes messages, envelopes, zone and key for a program of another language.</summary>
    public void Write(string folder, IEnumerable<CorpusMessage> messages)
    {
        var cases = messages.Select((message, i) =>
        {
            File.WriteAllBytes(Path.Combine(folder, $"{i}.eml"), message.Octets);
            return new { ip = message.Client.ToString(), helo = message.Helo, from = message.From.ToString() };
        }).ToList();
        File.WriteAllText(Path.Combine(folder, "cases.json"), JsonSerializer.Serialize(cases));
        File.WriteAllText(Path.Combine(folder, "zone.json"), Zone.ToJson());
        File.WriteAllText(Path.Combine(folder, "key.pem"), pem);
    }

    public void Dispose()
    {
        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }

    private void Add(byte[] octets, SigningKey forwarder)
    {
        var header = HeaderBlock.Scan(octets);
        var author = AuthorDomain.Of(header).Value;
        var from = Sender(header, author);
        var domain = from.Address?.Domain.Value ?? author ?? "nobody.example";
        builder.AddSender(domain);
        builder.AddKeys(header);
        if (author is not null)
        {
            builder.AddSender(author);
            builder.AddKey(Selector, author);
            octets = With(octets, (block, body) =>
                DkimSigner.Sign(block, body, KeyOf(author), TimeProvider.System.GetUtcNow()));
        }

        if (Messages.Count % 4 == 0)
        {
            var results = new AuthenticationResults(Forwarder, [new MethodResult("dkim", "pass")]);
            octets = With(octets, (block, body) => ArcSealer.Seal(
                block, new ArcVerdict(ArcResult.None, []), results, body, forwarder, TimeProvider.System.GetUtcNow()));
        }

        var client = Messages.Count % 8 == 0 ? Stranger : ZoneBuilder.AddressOf(domain);
        Messages.Add(new CorpusMessage(octets, client, ZoneBuilder.HostOf(domain), from));
    }

    private SigningKey KeyOf(string author)
    {
        if (!keys.TryGetValue(author, out var key))
        {
            keys[author] = key = SigningKey.FromPem(DomainName.Parse(author), Selector, pem);
        }

        return key;
    }

    private static byte[] With(byte[] octets, Func<HeaderBlock, BodyHash, byte[]> fields)
    {
        var header = HeaderBlock.Scan(octets);
        using var hashes = new BodyHashes();
        var body = hashes.Add(Canonicalization.Relaxed, null);
        hashes.Write(octets.AsSpan(header.Octets.Length));
        hashes.Complete();
        return [.. fields(header, body), .. octets];
    }

    // What Return-Path says; where it is missing or no address, the author.
    private static ReversePath Sender(HeaderBlock header, string? author) =>
        header.TextOf("Return-Path"u8)?.Trim().Trim('<', '>') is { Length: > 0 } written
        && ReversePath.TryParse(written, out var path) && path.Address is { Domain.IsAddressLiteral: false } ? path
        : author is null ? ReversePath.Null
        : ReversePath.Parse($"sender@{author}");

    // CRLF, without the line of an mbox.
    private static byte[] WithLineEnds(byte[] octets)
    {
        var text = Encoding.Latin1.GetString(octets);
        text = text.StartsWith("From ", StringComparison.Ordinal) ? text[(text.IndexOf('\n', 0) + 1)..] : text;
        return Encoding.Latin1.GetBytes(
            text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));
    }
}
