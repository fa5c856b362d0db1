using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Causeway.Authentication.Spf;

namespace Causeway.Fuzz;

/// <summary>
/// SPF over a zone of any content: its limits (RFC 7208 section 4.6.4), and its macros against slow ones.
/// </summary>
internal sealed partial class SpfTarget : IFuzzTarget
{
    private const int LongestExplanation = 400;

    public string Name => "spf";

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "\n", "\nT a.example v=spf1 ", "T b.example v=spf1 ", "\nA a.example 192.0.2.1\n",
            "\nM a.example a.example\n", "\nP 192.0.2.1 a.example\n", "\nC c.example a.example\n", "\n! b.example\n",
            " include:b.example", " include:a.example", " redirect=b.example", " redirect=a.example",
            " exp=e.example", " a", " mx", " ptr", " exists:%{i}.a.example", " a:b.example//64", " mx/24",
            " ip4:192.0.2.0/24", " ip6:2001:db8::/32", " -all", " ~all", " ?all", "%{s}", "%{l1r+-}", "%{d2}",
            "%{ir}", "%{p}", "%{v}", "%{H}", "%{S}", "%{o0}", "%{d99999999999}", "%%", "%_", "%-", "%", "%{", "}",
            ".", "..", "/0", "//129", ":", "=", "+", "? 2001:db8::1 h.example a@a.example\n",
            "? ::ffff:192.0.2.1 [192.0.2.1] \n", new string('a', 64), string.Concat(Enumerable.Repeat("a.", 130)),
            "\u00e9",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    public Judgement Judge(byte[] input, Random random)
    {
        var scene = SpfScene.Read(Encoding.Latin1.GetString(input));
        var zone = new WatchedZone(scene.Zone);
        var verdict = new SpfEvaluator(zone).CheckAsync(scene.Client, scene.Helo, scene.Sender, CancellationToken.None)
            .AsTask().GetAwaiter().GetResult();
        var finding = zone.Fault ?? Limits(verdict, zone.Questions) ?? scene.Texts.Select(Macros).FirstOrDefault(
            fault => fault is not null);
        var term = verdict.Mechanism?.Split(':', '/', '=', '%')[0];
        return new Judgement(finding, string.Create(CultureInfo.InvariantCulture,
            $"{verdict.Result} {term} {verdict.Lookups} {verdict.VoidLookups} {verdict.Explanation is null}"));
    }

    // A term asks for ten addresses at most besides its own question, and the client's names are asked for once.
    private static string? Limits(SpfVerdict verdict, int questions) =>
        !Enum.IsDefined(verdict.Result) ? "the result is none"
        : verdict.Lookups > 10 ? $"{verdict.Lookups} terms asked DNS"
        : verdict.VoidLookups > 2 ? $"{verdict.VoidLookups} look-ups were void"
        : questions > 2 + (11 * (verdict.Lookups + 1)) ? $"{questions} questions for {verdict.Lookups} terms"
        : verdict.Explanation is { } text && (verdict.Result != SpfResult.Fail || text.Length > LongestExplanation
            || text.Any(c => c is < ' ' or > '~')) ? "an explanation that must not be shown"
        : verdict.Reason is null || verdict.Reason.Any(char.IsControl) ? "a reason that must not be shown"
        : verdict.Result is SpfResult.Pass or SpfResult.Fail && verdict.Mechanism is null ? "nothing decided"
        : null;

    private static string? Macros(string text)
    {
        var question = new SpfQuestion(IPAddress.Parse("2001:db8::cb01"), "h.example", "l-o+cal.x", "o.example");
        var fast = new MacroValues(question, "unknown", DateTimeOffset.UnixEpoch);
        var slow = new SlowMacros(letter => letter switch
        {
            's' => "l-o+cal.x@o.example",
            'l' => "l-o+cal.x",
            'o' => "o.example",
            'd' => "d.example",
            'i' => "2.0.0.1.0.D.B.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.C.B.0.1",
            'p' => "p.example",
            'v' => "ip6",
            _ => "h.example",
        });
        foreach (var spec in Spaces().Split(text).Select(word => word[(word.IndexOfAny([':', '=']) + 1)..]))
        {
            var isSpec = MacroString.TryParseDomainSpec(spec, out var read);
            if (isSpec != SlowMacros.IsDomainSpec(spec))
            {
                return $"'{spec}' is {(isSpec ? "" : "not ")}read";
            }

            if (isSpec && fast.NameOf(read!, "d.example", "p.example") is var name && name != slow.NameOf(spec))
            {
                return $"'{spec}' makes '{name}'";
            }
        }

        return null;
    }

    [GeneratedRegex("[ ]+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();
}
