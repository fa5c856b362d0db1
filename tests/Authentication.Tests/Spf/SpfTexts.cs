using CsCheck;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>Texts that are records of SPF, or nearly.</summary>
internal static class SpfTexts
{
    private static readonly Gen<string> Words = OneOf(
        "a", "mx", "ptr", "all", "ip4", "ip6", "include", "exists", "redirect=", "exp=", "x=", ":", "/", "//", "24",
        "64", "-", "+", "~", "?", "%{", "}", "%{d}", "%{p}", "%{ir}", "%{S2r-}", "%%", "%_", "%-", "%", ".",
        "a.example", "b.example", "192.0.2.1", "2001:db8::1", "%{l}.example", ",", "=");

    /// <summary>Words in any order behind the version; many are records.</summary>
    public static Gen<string> Records { get; } =
        Gen.Select(Gen.OneOf(Words, OneOf(
            " ", " a:a.example", " -all", " include:a.example", " include:b.example", " mx:b.example", " ptr",
            " exp=%{p}", " exists:%{i}.a.example", " redirect=b.example", " a:%{p}", " ?mx",
            " a:gone.example")).Array[0, 24],
            words => "v=spf1 " + string.Concat(words));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
