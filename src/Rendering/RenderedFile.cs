namespace Causeway.Rendering;

/// <summary>A file to put on a foreign platform: its name without a folder, and its text with LF at the ends.</summary>
public sealed record RenderedFile(string Name, string Text);
