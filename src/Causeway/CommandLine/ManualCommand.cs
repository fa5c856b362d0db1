using System.CommandLine;

namespace Causeway.CommandLine;

/// <summary><c>man</c>: writes the manual page, causeway(1), of the commands as they are.</summary>
internal static class ManualCommand
{
    public static Command Create(RootCommand root)
    {
        var command = new Command("man", "Write the manual page: `causeway man | man -l -`.");
        command.SetAction(_ => Console.Write(ManualPage.Of(root)));
        return command;
    }
}
