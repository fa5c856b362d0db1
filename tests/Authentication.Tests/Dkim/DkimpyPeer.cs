using System.Diagnostics;
using System.Text.Json;
using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>Does a batch of work in one process of Python by dkimpy (Debian python3-dkim).</summary>
internal static class DkimpyPeer
{
    private const string Program = """
        import sys, json, base64, dkim
        zone, jobs = json.loads(sys.stdin.read())
        def ask(name, timeout=5):
            return zone.get(name.decode().rstrip('.'), '').encode()
        def verify(message):
            try:
                return dkim.DKIM(message).verify(dnsfunc=ask)
            except Exception:
                return False
        def sign(message, job):
            signer = dkim.DKIM(message, signature_algorithm=job['Algorithm'].encode())
            form = job['Form'].encode().split(b'/')
            return base64.b64encode(signer.sign(
                job['Selector'].encode(), job['Domain'].encode(), job['Key'].encode(),
                canonicalize=form, length=job['HasLength']) + message).decode()
        for job in jobs:
            message = base64.b64decode(job['Message'])
            print(json.dumps(sign(message, job) if 'Key' in job else verify(message)))
        """;

    /// <summary>Whether the topmost signature of each message passes.</summary>
    public static async Task<bool[]> VerifyAsync(IEnumerable<byte[]> messages, params SigningKey[] keys)
    {
        var jobs = messages.Select(message => new { Message = message });
        return await RunAsync<bool>(keys, jobs);
    }

    /// <summary>Each message with a signature on top.</summary>
    public static async Task<byte[][]> SignAsync(
        IEnumerable<(byte[] Message, string Form, bool HasLength)> messages, SigningKey key)
    {
        var jobs = messages.Select(item => new
        {
            item.Message, item.Form, item.HasLength, Key = Key(key), Algorithm = key.Algorithm.Name(),
            Domain = key.Domain.Value, key.Selector,
        });
        return await RunAsync<byte[]>([], jobs);
    }

    private static async Task<T[]> RunAsync<T>(SigningKey[] keys, IEnumerable<object> jobs)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", "-c", Program])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var error = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.StandardInput.WriteAsync(JsonSerializer.Serialize(
            new object[] { keys.ToDictionary(key => key.RecordName, key => key.Record), jobs }));
        python.StandardInput.Close();
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(python.ExitCode == 0, await error);
        return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<T>(line)!)];
    }

    // dkimpy reads PKCS #1, and of an Ed25519 key its 32 octets.
    private static string Key(SigningKey key)
    {
        if (key.Algorithm == SigningAlgorithm.Ed25519Sha256)
        {
            var pem = key.ToPem().Split('\n')[1];
            return Convert.ToBase64String(Convert.FromBase64String(pem)[16..48]);
        }

        using var rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportFromPem(key.ToPem());
        return rsa.ExportRSAPrivateKeyPem();
    }
}
