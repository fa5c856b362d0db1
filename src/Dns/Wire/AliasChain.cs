namespace Causeway.Dns.Wire;

/// <summary>The CNAMEs from the name that was asked for to the one that has the records.</summary>
internal sealed class AliasChain
{
    private readonly HashSet<string> passed = new(StringComparer.Ordinal);
    private TimeSpan shortest = TimeSpan.MaxValue;

    /// <summary>The name whose records are the answer; records of any other name answer nothing.</summary>
    public string End { get; private set; } = "";

    /// <summary>False where the chain is too long, leads in a circle or forks: nobody can say where it leads.</summary>
    public bool TryFollow(DnsQuestion question, DnsMessage message)
    {
        End = question.Name;
        while (passed.Add(End) && passed.Count <= DnsNames.MaximumCnames + 1)
        {
            var cnames = message.Answers
                .Where(record => record.Type == RecordType.Cname && record.Owner == End).ToList();
            if (question.Type == RecordType.Cname || cnames.Count == 0)
            {
                // It may be asked for again, of a server that knows more.
                passed.Remove(End);
                return true;
            }

            // RFC 2181 section 10.1: a name has one CNAME.
            if (cnames.Any(record => !record.Value!.Equals(cnames[0].Value)))
            {
                return false;
            }

            shortest = Shortest(cnames.Min(record => record.TimeToLive));
            End = (string)cnames[0].Value!;
        }

        return false;
    }

    /// <summary>An answer lasts no longer than each link that led to it.</summary>
    public TimeSpan Shortest(TimeSpan timeToLive) => timeToLive < shortest ? timeToLive : shortest;
}
