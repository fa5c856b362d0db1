using System.Net;

namespace Causeway.Dns;

/// <summary>One place to try: the exchange (or the domain itself) and one of its addresses.</summary>
public sealed record MailHost(string Name, IPAddress Address);
