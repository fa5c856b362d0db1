namespace Causeway.Rendering.Postfix;

/// <summary>When a value that is found at a site is as good as the one that is wanted.</summary>
public enum Comparison
{
    /// <summary>The same value, white space and the units of a time aside; maps by what is in them.</summary>
    Exact,

    /// <summary>Any value: where files lie and which user owns them is the site's own affair.</summary>
    Any,
}
