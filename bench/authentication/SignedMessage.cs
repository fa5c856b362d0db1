using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Causeway.Mail;

namespace Causeway.AuthenticationBench;

/// <summary>A message of 10 KB with an ordinary header, its signature, and the key that verifies it.</summary>
internal sealed class SignedMessage : IDisposable
{
    private const int Octets = 10 << 10;
    public SignedMessage()
    {
        var text = new StringBuilder(
            """
            Received: from desk.contoso.example (desk.contoso.example [192.0.2.7])
             by mx.contoso.example with ESMTPS id 1a2b3c; Sun, 1 Mar 2026 12:00:00 +0000
            From: Ann Example <ann@contoso.example>
            To: Bob Example <bob@fabrikam.example>, Carol <carol@fabrikam.example>
            Cc: dave@fabrikam.example
            Subject: The minutes of our meeting on Friday,
             and what is still to do
            Date: Sun, 1 Mar 2026 12:00:00 +0000
            Message-ID: <20260301120000.1a2b3c@contoso.example>
            In-Reply-To: <20260227120000.4d5e6f@fabrikam.example>
            References: <20260226120000.778899@fabrikam.example> <20260227120000.4d5e6f@fabrikam.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit
            User-Agent: Example 1.0


            """.ReplaceLineEndings("\r\n"));
        while (text.Length < Octets)
        {
            text.Append("Words as people write them to each other, some seventy in a line.\r\n");
        }

        Unsigned = Encoding.Latin1.GetBytes(text.ToString());
        Message = [.. Sign(Unsigned, Key), .. Unsigned];
    }

    public SigningKey Key { get; } =
        SigningKey.Create(SigningAlgorithm.RsaSha256, DomainName.Parse("contoso.example"), "bench");

    public byte[] Unsigned { get; }

    public byte[] Message { get; }

    public FakeZone Zone => new() { Txt = { [Key.RecordName] = [Key.Record] } };

    /// <summary>The field that signs a message.</summary>
    public static byte[] Sign(byte[] message, SigningKey key)
    {
        var header = HeaderBlock.Scan(message);
        using var hashes = new BodyHashes();
        var body = hashes.Add(Canonicalization.Relaxed, null);
        hashes.Write(message.AsSpan(header.Octets.Length));
        hashes.Complete();
        return DkimSigner.Sign(header, body, key, TimeProvider.System.GetUtcNow());
    }

    public void Dispose() => Key.Dispose();
}
