using Causeway.Configuration;

namespace Causeway.Running;

/// <summary>What the files say cannot be run; nothing of it is in force.</summary>
internal sealed class ConfigurationException : Exception
{
    public ConfigurationException()
    {
    }

    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ConfigurationException(IEnumerable<Fault> faults)
        : this(string.Join('\n', faults)) =>
        AreOfFiles = true;

    /// <summary>True where the message is one fault a line, each with file, line and column.</summary>
    public bool AreOfFiles { get; }
}
