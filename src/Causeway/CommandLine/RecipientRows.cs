using System.Text;

namespace Causeway.CommandLine;

/// <summary>Writes recipients as a recipients file does.</summary>
internal static class RecipientRows
{
    private static readonly string[] First = ["kind", "site"];

    private static readonly string[] Others =
        ["proxies", "members", "target", "forward", "keep", "accept-from", "send-as", "quota"];

    /// <summary>A file with its header; columns that nobody uses are left out.</summary>
    public static string Of(IReadOnlyList<(string Address, IReadOnlyDictionary<string, string> Fields)> rows)
    {
        var columns = First.Concat(Others.Where(name => rows.Any(row => Value(row.Fields, name).Length > 0))).ToList();
        var text = new StringBuilder($"address,{string.Join(',', columns)}\n");
        foreach (var (address, fields) in rows)
        {
            text.AppendJoin(',', columns.Select(name => Quoted(Value(fields, name))).Prepend(Quoted(address)));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>As <see cref="Of(IReadOnlyList{ValueTuple{string, IReadOnlyDictionary{string, string}}})"/>.</summary>
    public static string Of(IReadOnlyList<(string Address, Dictionary<string, string> Fields)> rows) =>
        Of([.. rows.Select(row => (row.Address, (IReadOnlyDictionary<string, string>)row.Fields))]);

    private static string Value(IReadOnlyDictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var value) ? value : "";

    private static string Quoted(string value) => value.AsSpan().IndexOfAny("\",\r\n") < 0
        ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
