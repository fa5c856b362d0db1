using System.Net;
using Causeway.Core.Addresses;

namespace Causeway.AuthenticationBench;

/// <summary>A message, and who brings it.</summary>
internal sealed record CorpusMessage(byte[] Octets, IPAddress Client, string Helo, ReversePath From);
