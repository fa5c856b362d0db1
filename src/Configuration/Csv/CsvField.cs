namespace Causeway.Configuration.Csv;

/// <summary>
/// A field and where it stands: the octets between the quotes, if it has any, and the start of its line.
/// </summary>
internal readonly record struct CsvField(int Start, int Length, bool HasEscapes, int Line, int LineStart);
