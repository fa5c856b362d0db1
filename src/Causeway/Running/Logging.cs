using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Causeway.Running;

/// <summary>Logs go to stderr, one line an event; stdout belongs to answers.</summary>
internal static class Logging
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffZ ";

    /// <summary>
    /// For journald where systemd started the program (systemd.exec(5) sets these variables), else for people.
    /// </summary>
    public static LogFormat Default =>
        Environment.GetEnvironmentVariable("JOURNAL_STREAM") is null
            && Environment.GetEnvironmentVariable("INVOCATION_ID") is null
            ? LogFormat.Text
            : LogFormat.Journal;

    public static ILoggerFactory Create(LogLevel level, LogFormat format = LogFormat.Text) =>
        LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(level).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
            Add(logging, format).Services.Configure<ConsoleLoggerOptions>(
                options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        });

    private static ILoggingBuilder Add(ILoggingBuilder logging, LogFormat format) => format switch
    {
        LogFormat.Json => logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = Time.TrimEnd();
        }),
        LogFormat.Journal => logging.AddSystemdConsole(),
        _ => logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = Time;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        }),
    };
}
