using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Running;
using Causeway.Transport.Receiving;

namespace Causeway.Lab;

/// <summary>Answers what reaches echo@fabrikam.example, so that a sender sees the whole way there and back.</summary>
internal sealed class EchoAgent : IFactObserver, IAsyncDisposable
{
    private static readonly EmailAddress Echo = EmailAddress.Parse("echo@fabrikam.example");

    private readonly Channel<Accepted> messages = Channel.CreateBounded<Accepted>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SiteHost site;
    private readonly SiteFolder folder;
    private readonly IDisposable subscription;
    private readonly Task answering;

    public EchoAgent(SiteHost site, SiteFolder folder)
    {
        this.site = site;
        this.folder = folder;
        subscription = site.Spool.Subscribe(this);
        answering = AnswerAsync();
    }

    public void OnRecorded(Fact fact)
    {
        // RFC 3834 section 2: no answer to a null reverse-path, and none to oneself.
        if (fact is Accepted { From: not "" } message
            && message.Recipients.Contains(Echo.ToString(), StringComparer.OrdinalIgnoreCase)
            && !string.Equals(message.From, Echo.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            messages.Writer.TryWrite(message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        subscription.Dispose();
        messages.Writer.Complete();
        await answering.ConfigureAwait(false);
    }

    private async Task AnswerAsync()
    {
        await foreach (var message in messages.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var to = EmailAddress.Parse(message.From);
            await OwnMail.SubmitAsync(
                site.Service, site.Tenants.First, new ReversePath(Echo), [to], Answer(message, to),
                CancellationToken.None).ConfigureAwait(false);
        }
    }

    private byte[] Answer(Accepted message, EmailAddress to)
    {
        var now = site.Service.Clock.GetUtcNow().ToString(
            "ddd, d MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        var subject = new string([.. (message.Subject ?? "").Where(c => c is >= ' ' and <= '~')]);
        return Encoding.UTF8.GetBytes(
            $"From: Echo <{Echo}>\r\nTo: <{to}>\r\nSubject: Re: {subject}\r\nDate: {now}\r\n"
            + $"Message-ID: <{message.Id}.echo@fabrikam.example>\r\n"
            + (message.MessageId is { } id && id.All(c => c is > ' ' and <= '~') ? $"In-Reply-To: {id}\r\n" : "")
            + "Auto-Submitted: auto-replied\r\n\r\n"
            + $"Your message of {message.Size} octets reached {folder.Site} by {message.Peer.Address}.\r\n");
    }
}
