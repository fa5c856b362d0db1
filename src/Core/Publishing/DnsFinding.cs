namespace Causeway.Core.Publishing;

/// <summary>Something about DNS that is no difference of one record.</summary>
public sealed record DnsFinding(string Subject, RecordWeight Weight, string Text);
