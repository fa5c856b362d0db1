namespace Causeway.Dns.Wire;

/// <summary>The types that are asked for or read, by their numbers in the registry of DNS.</summary>
internal enum RecordType
{
    None = 0,
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Opt = 41,
    Tlsa = 52,
}
