using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Directories;

/// <summary>What somebody wants of a directory, before its primary has judged it.</summary>
public abstract record DirectoryEdit(EmailAddress Address)
{
    /// <summary>A record that is not to be there yet.</summary>
    public sealed record Add(Recipient Record) : DirectoryEdit(Record.Address);

    /// <summary>A record that is there, as it is to be from now on.</summary>
    /// <param name="Seen">The version that was looked at; another one by now refuses the edit.</param>
    public sealed record Change(Recipient Record, long Seen) : DirectoryEdit(Record.Address);

    /// <summary>A record, there or not.</summary>
    /// <param name="FileRow">The digest of the row of the recipients file that says so; null for an order.</param>
    public sealed record Put(Recipient Record, string? FileRow) : DirectoryEdit(Record.Address);

    public sealed record Remove(EmailAddress Address) : DirectoryEdit(Address);

    /// <summary>The row of the recipients file is gone.</summary>
    public sealed record RemoveByFile(EmailAddress Address) : DirectoryEdit(Address);

    /// <summary>What a mailbox answers by itself; null for nothing.</summary>
    public sealed record SetReply(EmailAddress Address, AutomaticReply? Reply) : DirectoryEdit(Address);

    /// <summary>A user's credentials; null takes them away.</summary>
    public sealed record SetKeys(EmailAddress Address, string? Keys) : DirectoryEdit(Address);
}
