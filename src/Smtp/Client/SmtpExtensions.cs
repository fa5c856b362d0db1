using System.Collections.Frozen;
using System.Globalization;

namespace Causeway.Smtp.Client;

/// <summary>What a server offered in its answer to EHLO (RFC 5321 section 4.1.1.1).</summary>
public sealed record SmtpExtensions
{
    /// <summary>The answer to HELO: no extension at all.</summary>
    public static SmtpExtensions None { get; } = new();

    /// <summary>RFC 2920.</summary>
    public bool Pipelining { get; private init; }

    /// <summary>RFC 1870: offered.</summary>
    public bool Size { get; private init; }

    /// <summary>RFC 1870: the largest message in octets; null where none was named.</summary>
    public long? SizeLimit { get; private init; }

    /// <summary>RFC 6152.</summary>
    public bool EightBitMime { get; private init; }

    /// <summary>RFC 3207.</summary>
    public bool StartTls { get; private init; }

    /// <summary>RFC 2034.</summary>
    public bool EnhancedStatusCodes { get; private init; }

    /// <summary>RFC 6531.</summary>
    public bool SmtpUtf8 { get; private init; }

    /// <summary>RFC 3461.</summary>
    public bool Dsn { get; private init; }

    /// <summary>RFC 3030.</summary>
    public bool Chunking { get; private init; }

    /// <summary>RFC 4954: mechanisms in upper case.</summary>
    public IReadOnlySet<string> Authentication { get; private init; } = FrozenSet<string>.Empty;

    /// <summary>Reads the lines behind the first; what is unknown is passed over.</summary>
    public static SmtpExtensions Parse(IEnumerable<string> lines)
    {
        var result = None;
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            result = words.Length == 0 ? result : words[0].ToUpperInvariant() switch
            {
                "PIPELINING" => result with { Pipelining = true },
                "SIZE" => result with { Size = true, SizeLimit = Limit(words) },
                "8BITMIME" => result with { EightBitMime = true },
                "STARTTLS" => result with { StartTls = true },
                "ENHANCEDSTATUSCODES" => result with { EnhancedStatusCodes = true },
                "SMTPUTF8" => result with { SmtpUtf8 = true },
                "DSN" => result with { Dsn = true },
                "CHUNKING" => result with { Chunking = true },
                "AUTH" => result with
                {
                    Authentication = words.Skip(1).Select(word => word.ToUpperInvariant()).ToFrozenSet(),
                },
                _ => result,
            };
        }

        return result;
    }

    // RFC 1870 section 4: zero means that no fixed limit is in force.
    private static long? Limit(string[] words) =>
        words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit > 0 ? limit : null;
}
