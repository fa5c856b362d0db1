using System.CommandLine;

namespace Causeway.CommandLine;

/// <summary>
/// <c>completion bash|zsh|fish</c>: what a shell reads to complete a line. The scripts know no command: they ask the
/// program itself (the library's <c>[suggest]</c>), so that they are never behind it.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # bash completion for causeway. What it suggests nothing for is completed as a file.
        _causeway() {
          local word current=${COMP_WORDS[COMP_CWORD]}
          COMPREPLY=()
          while IFS= read -r word; do
            # Options are offered to who has begun one.
            [[ $word == "$current"* && ($word != [-/]* || $current == -*) ]] && COMPREPLY+=("$word")
          done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
        }
        complete -o default -F _causeway causeway
        """;

    private const string Zsh = """
        #compdef causeway
        # zsh completion for causeway. What it suggests nothing for is completed as a file.
        _causeway() {
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          # Options are offered to who has begun one.
          found=("${(@)found:#/*}")
          [[ $PREFIX == -* ]] || found=("${(@)found:#-*}")
          found=("${(@)found:#}")
          compadd -a found || _files
        }
        if [[ ${funcstack[1]} == _causeway ]]; then
          _causeway "$@"
        else
          compdef _causeway causeway
        fi
        """;

    private const string Fish = """
        # fish completion for causeway.
        function __causeway_suggest
            set -l line (commandline -cp)
            causeway "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -v '/*'
        end
        complete -c causeway -a '(__causeway_suggest)'
        """;

    public static Command Create() => new("completion", "Write the script by which a shell completes the command line.")
    {
        Shell("bash", "source <(causeway completion bash)", Bash),
        Shell("zsh", "source <(causeway completion zsh)", Zsh),
        Shell("fish", "causeway completion fish | source", Fish),
    };

    private static Command Shell(string name, string use, string script)
    {
        var command = new Command(name, $"For {name}: `{use}`; the Debian package has it in place.");
        command.SetAction(_ => Console.WriteLine(script));
        return command;
    }
}
