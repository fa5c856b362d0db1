namespace Causeway.Rendering.Postfix;

/// <summary>When a value that is found at a site is as good as the one that is wanted.</summary>
public enum Comparison
{
    /// <summary>The same value, white space and the units of a time aside.</summary>
    Exact,

    /// <summary>The same map, wherever it lies: compared row by row.</summary>
    Map,

    /// <summary>Any value: where files lie and which user owns them is the site's own affair.</summary>
    Any,
}
