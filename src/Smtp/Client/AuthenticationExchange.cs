using System.Text;
using Causeway.Core.Replies;

namespace Causeway.Smtp.Client;

/// <summary>AUTH PLAIN (RFC 4616) or the older LOGIN, in base64 (RFC 4954 section 4).</summary>
internal sealed class AuthenticationExchange(SmtpChannel channel, TimeSpan limit)
{
    private const int Continue = 334;

    public async ValueTask<SmtpReply> RunAsync(
        SmtpExtensions extensions, string user, string password, CancellationToken cancellationToken)
    {
        if (extensions.Authentication.Contains("PLAIN"))
        {
            return await SayAsync(["AUTH PLAIN " + Base64($"\0{user}\0{password}")], cancellationToken)
                .ConfigureAwait(false);
        }

        return extensions.Authentication.Contains("LOGIN")
            ? await SayAsync(["AUTH LOGIN", Base64(user), Base64(password)], cancellationToken).ConfigureAwait(false)
            : SmtpReply.Of(504, "5.5.4", "The next hop offers neither AUTH PLAIN nor AUTH LOGIN");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async ValueTask<SmtpReply> SayAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var reply = await channel.CommandAsync(lines[i], limit, cancellationToken).ConfigureAwait(false);
            if (reply.Code != Continue)
            {
                return reply.ToReply();
            }

            if (i == lines.Count - 1)
            {
                throw new SmtpConnectionBrokenException("The peer broke the protocol: 334 after the last answer.");
            }
        }
    }
}
