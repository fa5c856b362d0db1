namespace Causeway.Smtp.Server;

/// <summary>The policy behind a server.</summary>
public interface ISmtpService
{
    /// <summary>Opens the policy's side of one connection.</summary>
    ISmtpSession Open(SmtpPeer peer);
}
