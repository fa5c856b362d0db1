namespace Causeway.Tidy.Tests;

/// <summary>What holds for the documents, and for what the sources say of them.</summary>
public class DocumentTests
{
    private static readonly string[] Documents =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "STANDARDS.md", "SECURITY.md"];

    [Fact]
    public void Every_RFC_that_the_sources_cite_is_in_STANDARDS_with_a_status() =>
        Check.None(DocumentRules.CitationFaults(Repository.Read("STANDARDS.md"), Repository.Sources("src")));

    [Theory]
    [InlineData("// RFC 5322 section 2.1.1", "cites RFC 5322")]
    [InlineData("// RFC 5321/2034", "cites RFC 2034")]
    public void A_citation_that_is_not_listed_is_noticed(string text, string fault)
    {
        const string Standards = "| 5321 | SMTP | partly | Smtp | - |";
        Check.One(fault, DocumentRules.CitationFaults(Standards, [new SourceFile("src/A.cs", text)]));
        Check.None(DocumentRules.CitationFaults(Standards, [new SourceFile("src/A.cs", "// RFC 5321 section 2")]));
    }

    [Fact]
    public void A_status_that_is_no_status_is_noticed() =>
        Check.One("'soon'", DocumentRules.CitationFaults("| 5321 | SMTP | soon | Smtp | - |", []));

    [Fact]
    public void Commands_in_the_documents_exist()
    {
        var verbs = DocumentRules.Verbs(Repository.Sources("src/Causeway"));
        Check.None(Documents.SelectMany(path =>
            DocumentRules.CommandFaults(path, Repository.Read(path), Repository.Exists, verbs)));
    }

    [Fact]
    public void The_README_has_commands_to_check() =>
        Assert.Superset(new HashSet<string> { "./causeway lab", "./test" },
            DocumentRules.ShellCommands(Repository.Read("README.md")).ToHashSet());

    [Theory]
    [InlineData("./causeway fly", "no command fly")]
    [InlineData("./tset", "there is no ./tset")]
    [InlineData("./causeway lab samples/none.yaml", "there is no samples/none.yaml")]
    public void A_command_that_does_not_exist_is_noticed(string command, string fault)
    {
        var verbs = DocumentRules.Verbs([new SourceFile("src/Causeway/A.cs", "new Command(\"lab\", \"runs it\")")]);
        Check.One(fault, DocumentRules.CommandFaults("A.md", $"```sh\n{command}\n```\n", IsOurs, verbs));
        const string Good = "```sh\n./causeway lab\n# A comment.\n./test\n```\n";
        Check.None(DocumentRules.CommandFaults("A.md", Good, IsOurs, verbs));
        static bool IsOurs(string path) => path is "causeway" or "test";
    }

    [Fact]
    public void Every_claim_of_the_threat_model_names_a_test_that_exists() => Check.None(DocumentRules.ClaimFaults(
        Repository.Read("SECURITY.md"), DocumentRules.TestNames(Repository.Sources("tests"))));

    [Theory]
    [InlineData("A door is locked (`DoorTests.A_door`).", "names `DoorTests.A_door`")]
    [InlineData("| border | test |\n| --- | --- |\n| a door | by hand |", "claims without a test: | a door")]
    public void A_claim_without_a_test_is_noticed(string document, string fault)
    {
        var tests = DocumentRules.TestNames(
            [new SourceFile("tests/A/DoorTests.cs", "public async Task Another_door()")]);
        Check.One(fault, DocumentRules.ClaimFaults(document, tests));
        const string Sound = "| door | test |\n| --- | --- |\n| x | `DoorTests.Another_door` |";
        Check.None(DocumentRules.ClaimFaults(Sound, tests));
    }

    [Fact]
    public void Nothing_has_an_open_end()
    {
        var paths = Documents.Concat(Repository.Files("*.cs", "src", "tests", "bench"))
            .Concat(Repository.Files("*.md", "docs")).Concat(["causeway", "test", "build/app", ".ci/run"]);
        Check.None(paths.SelectMany(path => DocumentRules.OpenEnds(path, Repository.Read(path))));
    }

    [Fact]
    public void An_open_end_is_noticed() => Check.One("A.cs:2", DocumentRules.OpenEnds("A.cs", "a\n// TO" + "DO: b\n"));

    [Fact]
    public void Links_between_documents_lead_somewhere() =>
        Check.None(Documents.SelectMany(path => LinkRules.Faults(path, Repository.Read(path), Repository.Exists)));

    [Fact]
    public void Paths_that_documents_name_exist() =>
        Check.None(Documents.SelectMany(path =>
            LinkRules.PathFaults(path, Repository.Read(path), Repository.HasFileOrFolder)));

    [Fact]
    public void A_path_that_does_not_exist_is_noticed()
    {
        Check.One("`src/Gone`", LinkRules.PathFaults("A.md", "It is in `src/Gone`, not `src/Core`.", IsCore));
        static bool IsCore(string path) => path == "src/Core";
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_noticed()
    {
        Check.One("docs/gone.md", LinkRules.Faults("A.md", "See [it](docs/gone.md#part).", _ => false));
        Check.None(LinkRules.Faults("A.md", "See [it](docs/here.md#part) and [that](https://example.org/).",
            path => path == "docs/here.md"));
    }
}
