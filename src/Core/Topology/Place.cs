namespace Causeway.Core.Topology;

/// <summary>A stop in a list of arrows: a site, or the Internet (<see cref="Site"/> is null).</summary>
public readonly record struct Place(SiteName? Site)
{
    public const string InternetName = "internet";

    public static Place Internet => default;

    public bool IsInternet => Site is null;

    public override string ToString() => Site?.Value ?? InternetName;
}
