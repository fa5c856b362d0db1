namespace Causeway.Mail;

/// <summary>How large a header block may be.</summary>
public sealed record HeaderLimits
{
    public static HeaderLimits Default { get; } = new();

    /// <summary>Octets of the block, the empty line included.</summary>
    public int Octets { get; init; } = 256 << 10;

    public int Fields { get; init; } = 10_000;
}
