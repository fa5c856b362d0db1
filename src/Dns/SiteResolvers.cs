namespace Causeway.Dns;

/// <summary>
/// The resolvers of one site. What is asked to judge mail is chosen by strangers, and may be names that nobody answers
/// for: it has places and a memory of its own, so that mail goes out however many questions wait there.
/// </summary>
public sealed class SiteResolvers(DnsResolverOptions options, TimeProvider clock)
{
    /// <summary>For judging what strangers send.</summary>
    public IResolver Judging { get; } = new CachingResolver(new DnsResolver(options, clock), clock);

    /// <summary>For all that the site does of its own accord: delivery, its neighbours, what is published.</summary>
    public IResolver Delivering { get; } = new CachingResolver(new DnsResolver(options, clock), clock);
}
