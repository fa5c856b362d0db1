using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>
/// OpenDKIM (Debian opendkim) in its test mode: it reads messages from files, keys from a file in place of DNS, and
/// says which fields it would add.
/// </summary>
internal static class OpenDkimPeer
{
    /// <summary>Whether the topmost signature of each message passes.</summary>
    public static async Task<bool[]> VerifyAsync(IReadOnlyList<byte[]> messages, params SigningKey[] keys)
    {
        var records = string.Concat(keys.Select(key =>
            $"{key.RecordName} {key.Record.Replace(" ", "", StringComparison.Ordinal)}\n"));
        var said = await RunAsync(messages, "Mode v\nAlwaysAddARHeader yes\nAuthservID here.example\n", records);
        var results = Regex.Matches(said, "hname='Authentication-Results' hvalue='here.example;\\s+dkim=(\\w+)");
        Assert.True(messages.Count == results.Count, said);
        return [.. results.Select(match => match.Groups[1].Value == "pass")];
    }

    /// <summary>Each message with a signature on top.</summary>
    public static async Task<byte[][]> SignAsync(IReadOnlyList<byte[]> messages, string form, SigningKey key)
    {
        var said = await RunAsync(messages,
            $"Mode s\nDomain {key.Domain}\nSelector {key.Selector}\nKeyFile KEYS\nCanonicalization {form}\n"
            + $"SignatureAlgorithm {key.Algorithm.Name()}\nRequireSafeKeys no\nOversignHeaders From\n", key.ToPem());
        var fields = Regex.Matches(said, "hname='DKIM-Signature' hvalue='([^']*)'");
        Assert.True(messages.Count == fields.Count, said);
        return [.. fields.Zip(messages, (field, message) =>
            (byte[])
        [
            .. Encoding.Latin1.GetBytes(
                "DKIM-Signature: " + field.Groups[1].Value.ReplaceLineEndings("\r\n") + "\r\n"), .. message,
        ])];
    }

    private static async Task<string> RunAsync(IReadOnlyList<byte[]> messages, string settings, string keys)
    {
        var folder = Directory.CreateTempSubdirectory("causeway-opendkim-");
        try
        {
            string In(string name) => Path.Combine(folder.FullName, name);
            var files = messages.Select((_, i) => In(i.ToString("D4", CultureInfo.InvariantCulture))).ToArray();
            foreach (var (file, message) in files.Zip(messages))
            {
                await File.WriteAllBytesAsync(file, message, TestContext.Current.CancellationToken);
            }

            await File.WriteAllTextAsync(In("keys"), keys, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(In("settings"),
                $"{settings}TestDNSData file:KEYS\nSyslog no\n".Replace("KEYS", In("keys"), StringComparison.Ordinal),
                TestContext.Current.CancellationToken);
            return await RunAsync("-x", In("settings"), "-v", "-v", "-t", string.Join(',', files));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var opendkim = Process.Start(new ProcessStartInfo("/usr/sbin/opendkim", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.Latin1,
        })!;
        var error = opendkim.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await opendkim.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await opendkim.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output + await error;
    }
}
