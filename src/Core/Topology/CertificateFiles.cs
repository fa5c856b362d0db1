namespace Causeway.Core.Topology;

/// <summary>
/// Where a site's public certificate lies, as PEM: its chain, the leaf first, and its key. Paths as the file has them.
/// </summary>
public sealed record CertificateFiles(string Chain, string Key);
