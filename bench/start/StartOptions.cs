namespace Causeway.StartBench;

/// <summary>What to start, and where.</summary>
internal sealed record StartOptions(string App, string Here, string Folder, int Organizations, int Recipients)
{
    public string Files => Path.Combine(Folder, "files");

    public string Data => Path.Combine(Folder, "data");

    public string Postfix => Path.Combine(Folder, "postfix");

    /// <summary>Asked for when a side has started; the last of all.</summary>
    public string LastRecipient => Recipient(Organizations - 1, Recipients - 1);

    public static string Domain(int organization) => $"org{organization:D4}.example";

    public static string Recipient(int organization, int recipient) => $"user{recipient}@{Domain(organization)}";
}
