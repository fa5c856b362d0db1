namespace Causeway.Tidy.Tests;

/// <summary>What holds for every C# file.</summary>
public class CodeTests
{
    private static readonly IReadOnlyList<SourceFile> Own = Repository.Sources("src");
    private static readonly IReadOnlyList<SourceFile> All = Repository.Sources("src", "tests", "bench");

    [Fact]
    public void The_sources_are_found() => Assert.Contains(Own, file => file.Path == "src/Causeway/Program.cs");

    [Fact]
    public void Files_functions_and_lines_are_short() => Check.None(All.SelectMany(Lengths.Faults));

    [Fact]
    public void A_file_of_401_lines_is_noticed()
    {
        Check.One("401 lines", Lengths.Faults(File(string.Join('\n', Enumerable.Repeat("// A line.", 401)))));
        Check.None(Lengths.Faults(File(string.Join('\n', Enumerable.Repeat("// A line.", 400)))));
    }

    [Theory]
    [InlineData("void M()\n{", "}")]
    [InlineData("public C()\n{", "}")]
    [InlineData("int P\n{ get\n{", "return 0; } }")]
    [InlineData("void M() => N(1,\n2,", "3);")]
    [InlineData("static readonly Action F = () =>\n{", "};")]
    public void A_function_of_71_lines_is_noticed(string head, string tail)
    {
        var body = string.Concat(Enumerable.Repeat("\n", 70));
        Check.Some("are allowed", Lengths.Faults(File($"class C\n{{\n{head}{body}{tail}\n}}")));
        Check.None(Lengths.Faults(File($"class C\n{{\n{head}{body[5..]}{tail}\n}}")));
    }

    [Fact]
    public void Top_level_statements_count_as_one_function() =>
        Check.One("are allowed", Lengths.Faults(File(string.Concat(Enumerable.Repeat("F();\n", 71)))));

    [Fact]
    public void The_attributes_of_a_test_do_not_count_as_its_lines() =>
        Check.None(Lengths.Faults(File(
            $"class C\n{{\n{string.Concat(Enumerable.Repeat("[InlineData(1)]\n", 80))}void M()\n{{\n}}\n}}")));

    [Fact]
    public void A_line_of_121_columns_is_noticed() =>
        Check.One("121 columns", Lengths.Faults(File("// " + new string('a', 118))));

    [Fact]
    public void Type_names_say_something() => Check.None(All.SelectMany(TypeRules.BannedNames));

    [Theory]
    [InlineData("class QueueManager;")]
    [InlineData("class C { struct MailHelper; }")]
    [InlineData("enum Utils { A }")]
    [InlineData("record SiteInfo;")]
    [InlineData("interface IMessageData;")]
    [InlineData("delegate void MailProcessor();")]
    public void A_name_that_says_nothing_is_noticed(string text) =>
        Check.One("says nothing", TypeRules.BannedNames(File(text)));

    [Fact]
    public void The_verb_DATA_may_have_its_name() => Check.None(TypeRules.BannedNames(File("class Data;")));

    [Fact]
    public void A_file_holds_one_public_type_or_one_closed_set() =>
        Check.None(Own.SelectMany(TypeRules.StrayPublicTypes));

    [Fact]
    public void A_second_public_type_that_belongs_elsewhere_is_noticed()
    {
        Check.One("B has nothing to do with A", TypeRules.StrayPublicTypes(File("public class A; public class B;")));
        Check.None(TypeRules.StrayPublicTypes(File("public class A; class B;")));
        Check.None(TypeRules.StrayPublicTypes(File("public class A { public class B; }")));
        Check.None(TypeRules.StrayPublicTypes(File("public record A; public record B : A; public record C(B B);")));
        Check.None(TypeRules.StrayPublicTypes(File("public enum A { X } public enum B { Y }")));
    }

    [Fact]
    public void A_namespace_is_its_folder() =>
        Check.None(Repository.Sources("src", "tests").SelectMany(TypeRules.WrongNamespaces));

    [Theory]
    [InlineData("src/Smtp/Wire/A.cs", "Causeway.Smtp.Wire")]
    [InlineData("src/Causeway/A.cs", "Causeway")]
    [InlineData("src/Causeway/Lab/A.cs", "Causeway.Lab")]
    [InlineData("tests/Smtp.Tests/A.cs", "Causeway.Smtp.Tests")]
    public void A_namespace_that_is_not_its_folder_is_noticed(string path, string space)
    {
        Check.None(TypeRules.WrongNamespaces(new SourceFile(path, $"namespace {space};")));
        Check.One($"write {space}", TypeRules.WrongNamespaces(new SourceFile(path, $"namespace {space}.Other;")));
    }

    [Fact]
    public void At_most_one_certificate_callback_accepts_everything()
    {
        var found = Own.SelectMany(CertificateRules.AcceptAnything).ToList();
        Assert.True(found.Count <= 1, "Certificates are accepted unseen by: " + string.Join(", ", found));
    }

    [Theory]
    [InlineData("var o = new SslStream(s, false, (_, _, _, _) => true);")]
    [InlineData("o.ServerCertificateCustomValidationCallback = (a, b, c, d) => { return true; };")]
    [InlineData("o.ClientCertificateValidation = (_, _, _) => true;")]
    [InlineData("o.RemoteCertificateValidationCallback = delegate { return true; };")]
    [InlineData("bool Any(object s, X509Certificate? c, X509Chain? h, SslPolicyErrors e) => true;")]
    [InlineData("class C { bool Any(object s, SslPolicyErrors e) { return true; } }")]
    [InlineData("o.Callback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;")]
    public void A_certificate_callback_that_accepts_everything_is_noticed(string text) =>
        Assert.Single(CertificateRules.AcceptAnything(File(text)));

    [Fact]
    public void A_certificate_callback_that_looks_is_left_alone() =>
        Check.None(CertificateRules.AcceptAnything(File(
            "o.RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None;")));

    private static SourceFile File(string text) => new("src/Core/Example.cs", text);
}
