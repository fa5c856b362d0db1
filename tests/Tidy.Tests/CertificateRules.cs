using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Causeway.Tidy.Tests;

/// <summary>Certificate callbacks that look at nothing and say yes.</summary>
internal static class CertificateRules
{
    public static IEnumerable<string> AcceptAnything(SourceFile file) =>
        file.Syntax.DescendantNodes().Where(AcceptsAnything)
            .Select(node => $"{file.Path}:{SourceFile.LineOf(node)}");

    private static bool AcceptsAnything(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax name =>
            name.Identifier.Text is "DangerousAcceptAnyServerCertificateValidator" or "AllowAnyClientCertificate",
        AnonymousFunctionExpressionSyntax function => IsTrue(function.Body) && IsCertificateCallback(function),
        MethodDeclarationSyntax method => IsTrue(method.Body ?? (SyntaxNode?)method.ExpressionBody?.Expression)
            && TakesPolicyErrors(method.ParameterList),
        LocalFunctionStatementSyntax local => IsTrue(local.Body ?? (SyntaxNode?)local.ExpressionBody?.Expression)
            && TakesPolicyErrors(local.ParameterList),
        _ => false,
    };

    private static bool IsCertificateCallback(AnonymousFunctionExpressionSyntax function)
    {
        var parameters = function switch
        {
            ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList,
            AnonymousMethodExpressionSyntax method => method.ParameterList,
            _ => null,
        };
        var receiver = function.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left.ToString(),
            ArgumentSyntax argument => argument.Parent?.Parent?.ToString() ?? "",
            _ => "",
        };

        // RemoteCertificateValidationCallback has four parameters and nothing else in the libraries in use does.
        return parameters?.Parameters.Count == 4 || receiver.Contains("Certificate", StringComparison.Ordinal);
    }

    private static bool TakesPolicyErrors(ParameterListSyntax parameters) =>
        parameters.Parameters.Any(parameter => parameter.Type?.ToString().EndsWith("SslPolicyErrors",
            StringComparison.Ordinal) == true);

    private static bool IsTrue(SyntaxNode? body) => body switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.TrueLiteralExpression),
        BlockSyntax { Statements: [ReturnStatementSyntax returned] } => IsTrue(returned.Expression),
        _ => false,
    };
}
