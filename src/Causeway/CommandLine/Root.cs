using System.CommandLine;
using System.CommandLine.Parsing;
using Causeway.Running;

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
            AuthenticateCommand.Create(),
            InitCommand.Create(),
            IdentityCommand.Create(),
            DkimCommand.Create(),
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
            DomainCommand.Create(),
            DnsCommand.Create(),
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

            await Console.Error.WriteLineAsync($"See `causeway{PathOf(parsed.CommandResult)} --help`.")
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }

        try
        {
            var stop = new StopSignal();
            var settings = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
            };
            var result = await parsed.InvokeAsync(settings, stop.Asked).ConfigureAwait(false);
            GC.KeepAlive(stop);
            return result;
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

    private static string PathOf(SymbolResult? result) => result switch
    {
        CommandResult { Command: RootCommand } or null => "",
        CommandResult command => $"{PathOf(command.Parent)} {command.Command.Name}",
        _ => PathOf(result.Parent),
    };
}
