using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Keeping.Verification;
using Causeway.Transport.Identity;
using Causeway.Transport.Signing;
using Causeway.Transport.Submission;

namespace Causeway.Running;

/// <summary>Looks at a site's files with secrets: who may read them, whether they are whole and valid.</summary>
internal static class SecretsCheck
{
    private const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static IEnumerable<Finding> Run(SiteFolder folder, DateTimeOffset now)
    {
        foreach (var path in Directory.GetFiles(folder.Path, "identity*.pem").Order(StringComparer.Ordinal))
        {
            foreach (var finding in CheckMode(path).Concat(CheckIdentity(path, now)))
            {
                yield return finding;
            }
        }

        if (File.Exists(folder.Credentials))
        {
            foreach (var finding in CheckMode(folder.Credentials).Concat(CheckCredentials(folder.Credentials)))
            {
                yield return finding;
            }
        }

        foreach (var finding in CheckSigningKeys(folder))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> CheckSigningKeys(SiteFolder folder) =>
        from keys in KeyFolder.Below(folder.SigningKeys)
        from path in Directory.GetFiles(keys.Path).Order(StringComparer.Ordinal)
        from finding in CheckMode(path).Concat(CheckSigningKey(path))
        select finding;

    private static IEnumerable<Finding> CheckSigningKey(string path)
    {
        var domain = DomainName.Parse(Path.GetFileName(Path.GetDirectoryName(path)!));
        try
        {
            DatedKey.Parse(domain, Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)).Key.Dispose();
            return [];
        }
        catch (FormatException fault)
        {
            return
            [
                Damage(path, $"It cannot be read as a DKIM key: {fault.Message}",
                    "Restore it from a backup, or make another with `causeway dkim rotate`."),
            ];
        }
    }

    private static IEnumerable<Finding> CheckMode(string path)
    {
        if ((File.GetUnixFileMode(path) & Others) != 0)
        {
            yield return Damage(path, "Others than its owner may read or change it, and it holds secrets.",
                $"`chmod 600 {path}`, and issue what it holds anew if somebody may have read it.");
        }
    }

    private static IEnumerable<Finding> CheckIdentity(string path, DateTimeOffset now)
    {
        const string Cure = "Restore it from a backup, or issue another where the authority's key lies, with "
            + "`causeway identity`.";
        SiteIdentity identity;
        try
        {
            identity = SiteIdentity.Load(path);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or FormatException
            or InvalidDataException)
        {
            return [Damage(path, $"It cannot be read as an identity: {fault.Message}", Cure)];
        }

        using (identity)
        {
            var until = new DateTimeOffset(identity.Leaf.NotAfter.ToUniversalTime());
            var text = until.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
            return !IsSigned(identity) ? [Damage(path, "The leaf is not signed by the authority beside it.", Cure)]
                : until <= now ? [Damage(path, $"It expired at {text}.", Cure)]
                : until - now < Soon ? [new Finding(Path.GetFileName(path), false, $"It expires at {text}.", Cure)]
                : [];
        }
    }

    // The signatures alone: validity in time is looked at by itself.
    private static bool IsSigned(SiteIdentity identity)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(identity.Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(identity.Leaf);
    }

    private static IEnumerable<Finding> CheckCredentials(string path)
    {
        if (CredentialFile.DamageOf(path) is { } damage)
        {
            yield return Damage(path, damage,
                "Set the passwords of these users anew with `causeway recipient password`, or restore the file.");
        }
    }

    private static Finding Damage(string path, string found, string cure) =>
        new(Path.GetFileName(path), true, found, cure);
}
