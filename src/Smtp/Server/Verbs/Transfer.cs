using System.Buffers;
using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>One message on its way into its sink; a fault of the sink ends the writing, not the reading.</summary>
internal sealed class Transfer(Conversation session, IMessageSink sink, string command) : IAsyncDisposable
{
    private IMessageSink? open = sink;
    private SmtpReply? failure;

    public DataReader Reader { get; } =
        new(session.Limits.TextLine, session.Limits.HeaderBlock, session.Limits.MessageSize);

    public async ValueTask WriteAsync(ReadOnlySequence<byte> content)
    {
        if (open is null)
        {
            return;
        }

        if (Reader.Faults != DataFaults.None)
        {
            await DisposeAsync();
            return;
        }

        try
        {
            await open.WriteAsync(content, session.HardStop);
        }
        catch (Exception e)
        {
            failure = session.Fault(command, e);
            await DisposeAsync();
        }
    }

    public async ValueTask<SmtpReply> CompleteAsync()
    {
        if (open is null)
        {
            return failure ?? ReplyTable.For(Reason.LocalFault);
        }

        try
        {
            using var deadline = new CancellationTokenSource(session.Limits.DataTerminationTimeout, session.Time);
            using var stop = session.HardStop.UnsafeRegister(
                static source => ((CancellationTokenSource)source!).Cancel(), deadline);
            return await open.CompleteAsync(deadline.Token);
        }
        catch (Exception e)
        {
            return session.Fault(command, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var closing = open;
        open = null;
        if (closing is null)
        {
            return;
        }

        try
        {
            await closing.DisposeAsync();
        }
        catch (Exception e)
        {
            failure ??= session.Fault(command, e);
        }
    }
}
