namespace Causeway.Authentication.Dmarc;

/// <summary>A record and the domain that it stands at, without <c>_dmarc</c>.</summary>
internal sealed record FoundRecord(string Domain, DmarcRecord Record);
