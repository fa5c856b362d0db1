using System.CommandLine;

namespace Causeway.CommandLine;

/// <summary>The command line: every command, and the exit codes around them.</summary>
internal static class Root
{
    /// <summary>The tree of commands: what runs, and what manual page and completion are made of.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Causeway: hybrid mail flow that you can prove. Start with `causeway lab`.")
        {
            CheckCommand.Create(),
            ExplainCommand.Create(),
            InitCommand.Create(),
            IdentityCommand.Create(),
            LabCommand.Create(),
            UpCommand.Create(),
            ReloadCommand.Create(),
            RenderCommand.Create(),
            ImportCommand.Create(),
            MailboxCommand.Create(),
            TraceCommand.Create(),
            QueueCommand.Create(),
            SendingCommand.Create(),
            StatusCommand.Create(),
            AlertsCommand.Create(),
            RecipientCommand.Create(),
            SignInCommand.Create(),
            ReplyCommand.Create(),
            AuditCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            VerifyCommand.Create(),
            CompletionCommand.Create(),
        };
        root.Add(ManualCommand.Create(root));
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        // An argument that begins with @ is a domain here, and no file of further arguments.
        var parsed = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"causeway: {error.Message}").ConfigureAwait(false);
            }

            var command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            await Console.Error.WriteLineAsync($"See `causeway{command} --help`.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        try
        {
            var settings = new InvocationConfiguration
            {
                // Draining takes longer than the 2 s after which the library would cut it off with exit code 143.
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
            };
            return await parsed.InvokeAsync(settings).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync($"causeway: {fault.Message}").ConfigureAwait(false);
            return ExitCode.CouldNotRun;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.CouldNotRun;
        }
    }
}
