namespace Causeway.Running;

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>With time and level, for people.</summary>
    Text,

    /// <summary>One JSON object a line, with the values of the message beside it.</summary>
    Json,

    /// <summary>
    /// Behind a syslog priority such as <c>&lt;4&gt;</c>, which journald takes away and stores; it knows the time.
    /// </summary>
    Journal,
}
