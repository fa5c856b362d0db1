using System.Net;

namespace Causeway.Smtp.Wire;

/// <summary>How far a header of the PROXY protocol has come.</summary>
public enum ProxyHeaderState
{
    /// <summary>What came so far is the beginning of one.</summary>
    More,

    Whole,

    /// <summary>It is none, or one that is longer than it may be.</summary>
    Wrong,
}

/// <param name="State">Only a whole header has the other two.</param>
/// <param name="Octets">The length of the header.</param>
/// <param name="Source">Whose connection it is; null where it is the balancer's own.</param>
public readonly record struct ProxyHeaderResult(ProxyHeaderState State, int Octets, IPEndPoint? Source)
{
    public static ProxyHeaderResult More => default;

    public static ProxyHeaderResult Wrong => new(ProxyHeaderState.Wrong, 0, null);
}
