namespace Causeway.Smtp.Wire;

/// <summary>HELO (RFC 5321 section 4.1.1.1).</summary>
public sealed record HeloCommand(string Client)
{
    public static SyntaxFault TryParse(string argument, out HeloCommand command)
    {
        var fault = GreetingSyntax.TryParse(argument, out var client);
        command = new HeloCommand(client);
        return fault;
    }
}
