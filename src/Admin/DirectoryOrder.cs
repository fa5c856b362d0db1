using Causeway.Core.Topology;

namespace Causeway.Admin;

/// <summary>
/// What somebody wants changed in an organization's directory, in the words of a recipients file; the site that keeps
/// the directory judges it, wherever it was said.
/// </summary>
public sealed record DirectoryOrder
{
    /// <summary>Whose directory; null where the site serves one organization only.</summary>
    public string? Organization { get; init; }

    public required DirectoryOrderKind Kind { get; init; }

    /// <summary>A recipients file with its header; for Add, Change, Import and Replace.</summary>
    public string? Rows { get; init; }

    /// <summary>How the file is called in messages about it.</summary>
    public string Name { get; init; } = "";

    /// <summary>For Change: the version of the record that was looked at.</summary>
    public long Seen { get; init; }

    /// <summary>For Remove; for Reply and orders about passwords the one recipient.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>For Reply: what the one address answers by itself; null for nothing.</summary>
    public AutomaticReply? Reply { get; init; }

    /// <summary>For orders about passwords: the name of an app password.</summary>
    public string? PasswordName { get; init; }

    /// <summary>For SetPassword and AddPassword: SCRAM-SHA-256 keys, never the password.</summary>
    public string? Keys { get; init; }

    /// <summary>For ListDomains and VerifyDomains: the domains; none for all of the file.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>True where only the answer is wanted.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Who said it, as the site knows at which it was said.</summary>
    public string Who { get; init; } = "";
}

/// <summary>What is to be done with the rows, or addresses, of an order.</summary>
public enum DirectoryOrderKind
{
    /// <summary>One row, which is not to be there yet.</summary>
    Add,

    /// <summary>One row, which is there.</summary>
    Change,

    Remove,

    /// <summary>Rows that are there or not.</summary>
    Import,

    /// <summary>Rows that are all that there is to be.</summary>
    Replace,

    /// <summary>What a mailbox answers by itself.</summary>
    Reply,

    /// <summary>A question: which passwords a user has.</summary>
    ListPasswords,

    /// <summary>The user's main password.</summary>
    SetPassword,

    /// <summary>An app password of a name that the user has not yet.</summary>
    AddPassword,

    /// <summary>An app password that is there.</summary>
    RemovePassword,

    /// <summary>A question: how it stands with domains, as the site that is asked knows it.</summary>
    ListDomains,

    /// <summary>Look now for the proofs of domains.</summary>
    VerifyDomains,
}
