using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>What the linear pass over the recipient rows looks for.</summary>
public enum RowFaultKind
{
    TwoOwners,
    DanglingMember,
    GroupInCircle,
}

/// <summary>What the linear pass over the recipient rows found.</summary>
public sealed record RowFault(RowFaultKind Kind, EmailAddress Address, string Found);
