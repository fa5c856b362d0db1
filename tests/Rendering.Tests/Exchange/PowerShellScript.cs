using System.Text;

namespace Causeway.Rendering.Tests.Exchange;

/// <summary>A value as the script gives it: text, flag, number or list.</summary>
internal sealed record ScriptValue(string Type, IReadOnlyList<string> Texts);

/// <summary>A command with the arguments of the table that was assigned last.</summary>
internal sealed record ScriptCommand(int Line, string Name, IReadOnlyDictionary<string, ScriptValue> Arguments);

/// <summary>
/// Reads the part of PowerShell that is rendered, and nothing else: comments, tables of literals, and commands that
/// take such a table. Whatever else stands in a script, were it by a value that breaks out of its quotes, is a fault.
/// </summary>
internal sealed class PowerShellScript
{
    // PowerShell takes each of these for an apostrophe.
    private const string Apostrophes = "'\u2018\u2019\u201a\u201b";

    private readonly string text;
    private readonly List<ScriptCommand> commands = [];
    private int at;

    private PowerShellScript(string text) => this.text = text;

    private char Here => at < text.Length ? text[at] : '\0';

    private int Line => 1 + text.AsSpan(0, at).Count('\n');

    /// <summary>Throws a <see cref="FormatException"/> with the line where it does not understand.</summary>
    public static IReadOnlyList<ScriptCommand> Read(string text)
    {
        var script = new PowerShellScript(text);
        script.ReadAll();
        return script.commands;
    }

    /// <summary>The one literal that a text is.</summary>
    public static ScriptValue ReadValue(string text)
    {
        var script = new PowerShellScript(text);
        var value = script.Value();
        return script.at == text.Length ? value : throw script.Fault("the end");
    }

    private void ReadAll()
    {
        for (SkipToCode(); at < text.Length; SkipToCode())
        {
            Expect("$arguments = @{");
            EndLine();
            var arguments = new Dictionary<string, ScriptValue>(StringComparer.OrdinalIgnoreCase);
            for (SkipToCode(); Here != '}'; SkipToCode())
            {
                var name = Word();
                Expect(" = ");
                var value = Value();
                EndLine();
                if (!arguments.TryAdd(name, value))
                {
                    throw Fault($"no second {name}");
                }
            }

            Expect("}");
            EndLine();
            var line = Line;
            var command = Word();
            Expect(" @arguments");
            EndLine();
            commands.Add(new ScriptCommand(line, command, arguments));
        }
    }

    private ScriptValue Value()
    {
        switch (Here)
        {
            case '@':
                return List();
            case '(':
                Expect("(");
                var format = Quoted();
                Expect(" -f $env:COMPUTERNAME)");
                return new ScriptValue("text", [format.Replace("{0}", "SERVER", StringComparison.Ordinal)]);
            case '$':
                var variable = Variable();
                return variable switch
                {
                    "$true" or "$false" => new ScriptValue("flag", [variable]),
                    "$env:COMPUTERNAME" => new ScriptValue("text", ["SERVER"]),
                    _ => throw Fault("a variable that is known"),
                };
            case >= '0' and <= '9':
                return new ScriptValue("number", [Word()]);
            default:
                return new ScriptValue("text", [Quoted()]);
        }
    }

    private ScriptValue List()
    {
        Expect("@(");
        var values = new List<string>();
        while (Here != ')')
        {
            values.Add(Quoted());
            if (Here != ')')
            {
                Expect(", ");
            }
        }

        Expect(")");
        return new ScriptValue("list", values);
    }

    private string Quoted()
    {
        Expect("'");
        var value = new StringBuilder();
        while (true)
        {
            if (at >= text.Length || Here == '\n')
            {
                throw Fault("the end of a quoted text");
            }

            var c = text[at++];
            if (Apostrophes.Contains(c, StringComparison.Ordinal))
            {
                // Two of them, alike or not, are one.
                if (!Apostrophes.Contains(Here, StringComparison.Ordinal) || at >= text.Length)
                {
                    return value.ToString();
                }

                at++;
            }

            value.Append(c);
        }
    }

    private string Word()
    {
        var start = at;
        while (char.IsAsciiLetterOrDigit(Here) || Here == '-')
        {
            at++;
        }

        return at > start ? text[start..at] : throw Fault("a name");
    }

    private string Variable()
    {
        var start = at++;
        while (char.IsAsciiLetter(Here) || Here == ':')
        {
            at++;
        }

        return text[start..at];
    }

    private void SkipToCode()
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(Here))
            {
                at++;
            }
            else if (Here == '#')
            {
                at = text.IndexOf('\n', at) is var end && end < 0 ? text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private void Expect(string expected)
    {
        if (string.CompareOrdinal(text, at, expected, 0, expected.Length) != 0)
        {
            throw Fault($"'{expected}'");
        }

        at += expected.Length;
    }

    private void EndLine() => Expect("\n");

    private FormatException Fault(string expected) => new(
        $"line {Line}: expected {expected}, found '{text.AsSpan(at, Math.Min(20, Math.Max(0, text.Length - at)))}'");
}
