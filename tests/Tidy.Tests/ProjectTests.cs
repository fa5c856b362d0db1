namespace Causeway.Tidy.Tests;

/// <summary>What holds for the projects and their references.</summary>
public class ProjectTests
{
    private static readonly Project[] Own = [.. Read("src")];

    [Fact]
    public void References_between_projects_are_the_figure_in_ARCHITECTURE() =>
        Check.None(ProjectRules.ArrowFaults(Repository.Read("ARCHITECTURE.md"), Own));

    [Theory]
    [InlineData("Core", "lacks Mail")]
    [InlineData("Core\nMail", "references Core, which the figure in ARCHITECTURE.md lacks")]
    [InlineData("Core\nDns\nMail -> Core", "has Dns, which is no project")]
    [InlineData("Core\nMail -> Core, Dns", "has Mail -> Dns, which the project has not")]
    public void A_figure_that_differs_is_noticed(string figure, string fault)
    {
        var core = Project.Parse("Core", "<Project/>");
        var mail = Project.Parse("Mail",
            """<Project><ItemGroup><ProjectReference Include="../Core/Core.csproj" /></ItemGroup></Project>""");
        Check.One(fault, ProjectRules.ArrowFaults($"Text\n{ProjectRules.Fence}\n{figure}\n```\n", [core, mail]));
        Check.None(ProjectRules.ArrowFaults($"{ProjectRules.Fence}\nCore\nMail -> Core\n```\n", [core, mail]));
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        var solution = Repository.Read("Causeway.slnx");
        Check.None(Repository.Files("*.csproj", "src", "tests")
            .Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_package_in_use_has_a_decision_record()
    {
        var props = Project.Parse("Directory.Build", Repository.Read("Directory.Build.props"));
        var records = Repository.Files("*.md", "docs/adr").Select(Repository.Read).ToList();
        Check.None(ProjectRules.PackagesWithoutRecord([.. Own, .. Read("tests"), .. Read("bench"), props], records));
    }

    [Fact]
    public void A_package_without_a_decision_record_is_noticed()
    {
        var project = Project.Parse("Mail",
            """<Project><ItemGroup><PackageReference Include="Some.Package" /></ItemGroup></Project>""");
        Check.One("`Some.Package`", ProjectRules.PackagesWithoutRecord([project], ["Some.Package, in passing."]));
        Check.None(ProjectRules.PackagesWithoutRecord([project], ["# Use `Some.Package`"]));
    }

    private static IEnumerable<Project> Read(string folder) => Repository.Files("*.csproj", folder)
        .Select(path => Project.Parse(Path.GetFileNameWithoutExtension(path), Repository.Read(path)));
}
