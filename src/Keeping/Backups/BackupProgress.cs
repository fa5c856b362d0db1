namespace Causeway.Keeping.Backups;

/// <summary>How far long work is: what is done with files, how many so far, of how many where that is known.</summary>
public readonly record struct BackupProgress(string What, int Files, int? OfFiles, long Octets);
