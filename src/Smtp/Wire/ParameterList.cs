namespace Causeway.Smtp.Wire;

/// <summary>One parameter of MAIL or RCPT; the value is null where no equals sign was written.</summary>
internal readonly record struct Parameter(string Name, string? Value, bool IsRepeated);

/// <summary>The parameters behind a path (RFC 5321 section 4.1.2: <c>esmtp-keyword ["=" esmtp-value]</c>).</summary>
internal sealed class ParameterList(string text)
{
    public IEnumerator<Parameter> GetEnumerator()
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? parameter : parameter[..equals];
            yield return new Parameter(name, equals < 0 ? null : parameter[(equals + 1)..], !seen.Add(name));
        }
    }
}
