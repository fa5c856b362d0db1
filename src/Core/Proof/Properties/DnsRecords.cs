namespace Causeway.Core.Proof.Properties;

/// <summary>P9: what DNS says fits the file; needs records to look at.</summary>
public sealed class DnsRecords : IProperty
{
    public string Id => "P9";

    public string Title => "DNS: the records say what the arrows say";

    public PropertyResult Judge(Evidence evidence) =>
        this.Says(Verdict.NotChecked, "needs the live records or a zone, and neither was given");
}
