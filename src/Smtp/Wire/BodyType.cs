namespace Causeway.Smtp.Wire;

/// <summary>The BODY parameter of MAIL (RFC 6152 section 2).</summary>
public enum BodyType
{
    SevenBit,
    EightBitMime,
}
