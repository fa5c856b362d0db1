namespace Causeway.Rendering.Tests.Exchange;

/// <summary>The cmdlets of the reference, and what is wrong with commands that call them.</summary>
internal sealed class CmdletReference
{
    private readonly Dictionary<string, Entry> cmdlets = new(StringComparer.Ordinal);

    public static CmdletReference Read()
    {
        var reference = new CmdletReference();
        Entry? entry = null;
        foreach (var line in File.ReadLines(Some.Path("Exchange/reference.txt")).Where(line => !line.StartsWith('#')))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith(' '))
            {
                entry!.Parameters.Add(
                    words[0].TrimEnd('!'), new Parameter(words[1], words[0].EndsWith('!'), words.Skip(2).ToList()));
            }
            else
            {
                entry = new Entry(words.Skip(1).ToList(), []);
                reference.cmdlets.Add(words[0], entry);
            }
        }

        return reference;
    }

    /// <param name="platform">online or server.</param>
    /// <param name="command">The command to judge.</param>
    public IEnumerable<string> Faults(string platform, ScriptCommand command)
    {
        if (!cmdlets.TryGetValue(command.Name, out var entry) || !entry.Platforms.Contains(platform))
        {
            yield return $"line {command.Line}: there is no {command.Name} on {platform}";
            yield break;
        }

        foreach (var (name, value) in command.Arguments)
        {
            if (!entry.Parameters.TryGetValue(name, out var parameter)
                || (parameter.Platforms.Count > 0 && !parameter.Platforms.Contains(platform)))
            {
                yield return $"line {command.Line}: {command.Name} has no parameter {name} on {platform}";
            }
            else if (!parameter.Takes(value))
            {
                var found = string.Join(' ', value.Texts);
                yield return $"line {command.Line}: -{name} takes {parameter.Type}, not {found}";
            }
        }

        foreach (var (name, _) in entry.Parameters.Where(parameter =>
            parameter.Value.IsRequired && !command.Arguments.ContainsKey(parameter.Key)))
        {
            yield return $"line {command.Line}: {command.Name} needs -{name}";
        }
    }

    private sealed record Entry(List<string> Platforms, Dictionary<string, Parameter> Parameters);

    private sealed record Parameter(string Type, bool IsRequired, List<string> Platforms)
    {
        public bool Takes(ScriptValue value) => Type switch
        {
            "text" or "flag" or "number" or "list" => value.Type == Type,
            _ when Type.StartsWith("list:", StringComparison.Ordinal) =>
                value.Type == "list" && value.Texts.All(Type[5..].Split('|').Contains),
            _ => value.Type == "text" && Type.Split('|').Contains(value.Texts[0]),
        };
    }
}
