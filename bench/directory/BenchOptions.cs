namespace Causeway.DirectoryBench;

/// <summary>What the bench is told, and the names that follow.</summary>
internal sealed record BenchOptions(
    string App, string Settings, string Folder, int Recipients, int Changes, int Rcpts)
{
    public const string Domain = "directory.example";

    public string Topology => Path.Combine(Folder, "causeway.yaml");

    public string Rows => Path.Combine(Folder, "many.csv");

    public string Data => Path.Combine(Folder, "data");

    public string Log => Path.Combine(Folder, "sites.log");

    public static string Recipient(int number) => $"user{number:D6}@{Domain}";
}
