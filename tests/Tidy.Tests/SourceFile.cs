using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Causeway.Tidy.Tests;

/// <summary>A C# file: its path from the root, its text and its syntax.</summary>
internal sealed class SourceFile(string path, string text)
{
    private readonly Lazy<CompilationUnitSyntax> syntax = new(() => CSharpSyntaxTree.ParseText(text)
        .GetCompilationUnitRoot());

    public string Path { get; } = path;

    public string Text { get; } = text;

    public string[] Lines { get; } = text.TrimEnd('\n').Split('\n');

    public CompilationUnitSyntax Syntax => syntax.Value;

    /// <summary>Every class, struct, record, interface, enum and delegate, nested ones included.</summary>
    public IEnumerable<MemberDeclarationSyntax> Types =>
        Syntax.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsType);

    /// <summary>The public types that stand in no other type.</summary>
    public IEnumerable<MemberDeclarationSyntax> PublicTopLevelTypes =>
        Types.Where(type => !IsType(type.Parent) && type.Modifiers.Any(SyntaxKind.PublicKeyword));

    public static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declaration => declaration.Identifier.Text,
        DelegateDeclarationSyntax declaration => declaration.Identifier.Text,
        _ => throw new ArgumentException($"{type.Kind()} declares no type.", nameof(type)),
    };

    /// <summary>The line of a node's first token, attributes and comments left out; from 1.</summary>
    public static int LineOf(SyntaxNode node) => LineOf(node.GetFirstToken());

    public static int LineOf(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    public static int LastLineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().EndLinePosition.Line + 1;

    private static bool IsType(SyntaxNode? node) => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax;
}
