using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Causeway.Tidy.Tests;

/// <summary>No file over 400 lines, no function over 70, no line over 120 columns.</summary>
internal static class Lengths
{
    private const int MostFileLines = 400;
    private const int MostFunctionLines = 70;
    private const int MostColumns = 120;

    public static IEnumerable<string> Faults(SourceFile file)
    {
        if (file.Lines.Length > MostFileLines)
        {
            yield return $"{file.Path}: {file.Lines.Length} lines; split it, {MostFileLines} are allowed";
        }

        foreach (var (function, lines) in Functions(file).Where(function => function.Lines > MostFunctionLines))
        {
            yield return $"{file.Path}:{function}: {lines} lines; split it, {MostFunctionLines} are allowed";
        }

        for (var i = 0; i < file.Lines.Length; i++)
        {
            if (file.Lines[i].TrimEnd('\r').Length > MostColumns)
            {
                var columns = file.Lines[i].TrimEnd('\r').Length;
                yield return $"{file.Path}:{i + 1}: {columns} columns; break it, {MostColumns} are allowed";
            }
        }
    }

    private static IEnumerable<(string Place, int Lines)> Functions(SourceFile file)
    {
        foreach (var node in file.Syntax.DescendantNodes().Where(IsFunction))
        {
            // Attributes do not count: they are data about the function.
            var first = node is MethodDeclarationSyntax method
                ? SourceFile.LineOf(method.Modifiers.Any() ? method.Modifiers[0] : method.ReturnType.GetFirstToken())
                : SourceFile.LineOf(node);
            yield return ($"{first}", SourceFile.LastLineOf(node) - first + 1);
        }

        var statements = file.Syntax.Members.OfType<GlobalStatementSyntax>().ToList();
        if (statements.Count > 0)
        {
            var first = SourceFile.LineOf(statements[0]);
            yield return ($"{first}", SourceFile.LastLineOf(statements[^1]) - first + 1);
        }
    }

    private static bool IsFunction(SyntaxNode node) => node is BaseMethodDeclarationSyntax
        or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
        || (node is PropertyDeclarationSyntax { ExpressionBody: not null });
}
