namespace Causeway.Smtp.Wire;

/// <summary>EHLO (RFC 5321 section 4.1.1.1).</summary>
public sealed record EhloCommand(string Client)
{
    public static SyntaxFault TryParse(string argument, out EhloCommand command)
    {
        var fault = GreetingSyntax.TryParse(argument, out var client);
        command = new EhloCommand(client);
        return fault;
    }
}
