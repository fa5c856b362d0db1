using System.Net;
using System.Text;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Results;
using Causeway.Core.Addresses;
using Causeway.Mail;

namespace Causeway.Lab;

/// <summary>
/// A list server of the lab's Internet: it changes what it passes on, so that no signature of the author survives, and
/// says in a seal (RFC 8617) what it found before.
/// </summary>
internal sealed class LabList : IDisposable
{
    public const string Domain = "lists.lab.example";

    public static readonly EmailAddress Bounces = EmailAddress.Parse($"bounces@{Domain}");

    public static readonly IPAddress Address = LabHosts.Numbered(103);

    /// <summary>Published in the lab's DNS; new in each run.</summary>
    public SigningKey Key { get; } =
        SigningKey.Create(SigningAlgorithm.RsaSha256, DomainName.Parse(Domain), "list");

    /// <summary>A message as the list passes it on.</summary>
    public LabMessage Seal(LabMessage message, EmailAddress author, DateTimeOffset at)
    {
        var text = Encoding.UTF8.GetString(message.Octets.Span)
            .Replace("\r\nSubject: ", "\r\nSubject: [a list] ", StringComparison.Ordinal) + "-- \r\nsent by a list\r\n";
        var octets = Encoding.UTF8.GetBytes(text);
        var header = HeaderBlock.Scan(octets);
        using var body = new BodyHashes();
        var hash = body.Add(Canonicalization.Relaxed, null);
        body.Write(octets.AsSpan(header.Octets.Length));
        body.Complete();
        var found = new AuthenticationResults(
            Domain, [new MethodResult("dmarc", "pass").With("header", "from", author.Domain.Value)]);
        return message with { Octets = (byte[])
            [.. ArcSealer.Seal(header, new ArcVerdict(ArcResult.None, []), found, hash, Key, at), .. octets] };
    }

    public void Dispose() => Key.Dispose();
}
