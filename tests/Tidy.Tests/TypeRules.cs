using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Causeway.Tidy.Tests;

/// <summary>Names that say something, one public type a file, namespaces that are folder paths.</summary>
internal static partial class TypeRules
{
    public static IEnumerable<string> BannedNames(SourceFile file) =>
        from type in file.Types
        let name = SourceFile.NameOf(type)
        where BannedSuffix().IsMatch(name)
        select $"{file.Path}:{SourceFile.LineOf(type)}: the name {name} says nothing; say what it does or is";

    /// <summary>
    /// One public type a file, or one closed set: types that name each other (a hierarchy with what its members are
    /// made of), or nothing but enums.
    /// </summary>
    public static IEnumerable<string> StrayPublicTypes(SourceFile file)
    {
        var types = file.PublicTopLevelTypes.ToList();
        if (types.Count < 2 || types.All(type => type is EnumDeclarationSyntax))
        {
            return [];
        }

        var connected = new HashSet<MemberDeclarationSyntax> { types[0] };
        while (types.FirstOrDefault(type => !connected.Contains(type)
            && connected.Any(other => Mentions(type, other) || Mentions(other, type))) is { } next)
        {
            connected.Add(next);
        }

        return types.Where(type => !connected.Contains(type)).Select(type =>
            $"{file.Path}:{SourceFile.LineOf(type)}: {SourceFile.NameOf(type)} has nothing to do with "
            + $"{SourceFile.NameOf(types[0])}; give it a file of its own");
    }

    /// <summary>src/Core/Routing/Route.cs declares Causeway.Core.Routing; the project Causeway adds nothing.</summary>
    public static IEnumerable<string> WrongNamespaces(SourceFile file)
    {
        var folders = file.Path.Split('/')[1..^1];
        var expected = string.Join('.', folders[0] == "Causeway" ? folders : folders.Prepend("Causeway"));
        return file.Syntax.Members.OfType<BaseNamespaceDeclarationSyntax>()
            .Select(space => space.Name.ToString())
            .Where(name => name != expected)
            .Select(name => $"{file.Path}: namespace {name} does not follow the folder; write {expected}");
    }

    private static bool Mentions(MemberDeclarationSyntax type, MemberDeclarationSyntax other) =>
        type.DescendantNodes().OfType<SimpleNameSyntax>()
            .Any(name => name.Identifier.Text == SourceFile.NameOf(other));

    // DATA is a command of SMTP, so a type may be called Data, but not SomethingData.
    [GeneratedRegex("(Manager|Helper|Util|Utility|Utilities|Info|Processor)s?$|.Data$", RegexOptions.None, 1000)]
    private static partial Regex BannedSuffix();
}
