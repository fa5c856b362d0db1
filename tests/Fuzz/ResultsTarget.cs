using System.Text;
using Causeway.Authentication.Results;
using Causeway.Mail;

namespace Causeway.Fuzz;

/// <summary>
/// Authentication-Results: what the border leaves is nowhere read as ours, what is read is written the same, and
/// nothing in a value becomes a finding, whoever reads it.
/// </summary>
internal sealed class ResultsTarget : IFuzzTarget
{
    private const string Id = "mx.skills.example";

    public string Name => "results";

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "\r\n", "\r\n ", "Authentication-Results: ", "Authentication-Results: mx.skills.example; spf=pass\r\n",
            Id, "; ", ";", "=", " 1;", " 2;", "spf=pass", "dkim/1=fail", "dmarc=pass", "none", " reason=\"a b\"",
            " smtp.mailfrom=a@b.example", " header.d=b.example", " policy.x=\"y;z\"", "(", ")", "(c)", "\\", "\"",
            "\"\"", "mx", ".", "skills", "=?utf-8?Q?mx.skills.example?=", "=?utf-8?B?bXguc2tpbGxzLmV4YW1wbGU=?=",
            "=?utf-7?Q?+?=", "\u017f", "\u212a", "\u0131", "\u200b", "\u3002", "\u00e9.example", "\t", "\0",
            "\u0085", "\u2028", "@", "%", new string('a', 260), new string('\u00e9', 130),
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public Judgement Judge(byte[] input, Random random)
    {
        var rest = HeaderFirewall.Strip(HeaderBlock.Scan(input), HeaderKinds.Border, new AuthservIds([Id]));
        var left = HeaderBlock.Scan(rest);
        var said = left.Fields.Where(field => left.IsNamed(field, "Authentication-Results"u8))
            .Select(field => left.BodyOf(field).ToArray()).ToList();
        var read = said.Select(Read).OfType<AuthenticationResults>().ToList();
        var finding = read.Exists(IsOurs) ? "a field of ours came through the border"
            : said.Exists(IsOursToTheCareless) ? "what a careless reader takes for ours came through the border"
            : read.Select(Unstable).FirstOrDefault(fault => fault is not null)
                ?? Injected(Encoding.UTF8.GetString(input));
        var kinds = read.Select(results => string.Join('+', results.Methods.Select(
            method => $"{method.Method}.{method.Properties.Length}.{method.Reason is null}")));
        return new Judgement(finding, $"{said.Count} {string.Join(',', kinds)}");
    }

    private static AuthenticationResults? Read(byte[] body) =>
        AuthenticationResults.TryParse(body, out var results) ? results : null;

    private static bool IsOurs(AuthenticationResults results) =>
        string.Equals(results.AuthservId.TrimEnd('.'), Id, StringComparison.OrdinalIgnoreCase);

    // One that knows neither comments nor quotes: the first word before the semicolon is the id.
    private static bool IsOursToTheCareless(byte[] body) => Encoding.Latin1.GetString(body)
        .Replace("\"", "", StringComparison.Ordinal)
        .Split(';')[0].Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .FirstOrDefault()?.Equals(Id, StringComparison.OrdinalIgnoreCase) == true;

    private static string? Unstable(AuthenticationResults results)
    {
        var written = results.Write();
        var again = Read(Body(written));
        return again is null ? "what was written cannot be read"
            : Read(Body(again.Write())) != again || !again.Write().SequenceEqual(written)
                ? "what was written is read otherwise"
            : again.Methods.Length != results.Methods.Length
                || again.Methods.Zip(results.Methods).Any(pair => pair.First.Method != pair.Second.Method
                    || pair.First.Result != pair.Second.Result
                    || pair.First.Properties.Length != pair.Second.Properties.Length) ? "another finding was written"
            : null;
    }

    private static byte[] Body(byte[] field) => field["Authentication-Results:".Length..];

    // A text that a stranger chose in each place that takes one; there is one finding, and it stays a fail.
    private static string? Injected(string text)
    {
        var method = new MethodResult("spf", "fail") { Reason = text }
            .With("smtp", "mailfrom", text).With("smtp", "helo", text);
        var written = new AuthenticationResults(Id, [method]).Write();
        var line = Encoding.UTF8.GetString(written);
        return line.Count(c => c == ';') != 1 || line.Contains("=pass", StringComparison.OrdinalIgnoreCase)
            || line.Contains('(', StringComparison.Ordinal) ? "a value became a finding"
            : line.Replace("\r\n\t", "", StringComparison.Ordinal)[..^2].Any(char.IsControl)
                ? "a value has a control character"
            : Read(Body(written)) is not { Methods: [{ Method: "spf", Result: "fail" }] }
                ? "our own field cannot be read"
            : null;
    }
}
