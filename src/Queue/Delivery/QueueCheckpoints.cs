using System.Collections.Immutable;
using System.Text.Json;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Delivery;

/// <summary>
/// Saves pictures of the queue, so that a start reads the last one and the log behind it instead of the whole log. A
/// picture is an aid: where it is missing or damaged, the log alone says the same, but where its beginning was deleted
/// by age: then the spool does not open without it.
/// </summary>
internal sealed class QueueCheckpoints(Spool spool, ILogger logger)
{
    private int lastSegment;
    private long lastOctets;

    /// <summary>The picture that is being written, or was last.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// True where as much was logged since the last picture as that was large, so that pictures at most double what is
    /// written.
    /// </summary>
    public bool IsWorthwhile(int segment) =>
        Running.IsCompleted && (segment - lastSegment) * spool.FactSegmentOctets >= lastOctets;

    public void Begin(LogPosition at, PendingCopy[][] picture) => Running = Task.Run(async () =>
    {
        try
        {
            lastOctets = spool.Checkpoint.Write(at, picture.Select(Save));
            lastSegment = at.Segment;
        }
        catch (IOException error)
        {
            // A full disk, most likely; the log has everything.
            Log.CheckpointNotWritten(logger, error);
            return;
        }

        await spool.Retention.PictureWrittenAsync(at.Segment).ConfigureAwait(false);
    });

    /// <summary>The last picture, and from where the log goes on; an empty one and the beginning without it.</summary>
    public async ValueTask<(LogPosition From, QueueState State)> ReadAsync(CancellationToken ct)
    {
        try
        {
            var state = new QueueState();
            var (at, octets) = await spool.Checkpoint.ReadAsync(saved => Restore(state, saved.Span), ct)
                .ConfigureAwait(false);
            (lastSegment, lastOctets) = (at.Segment, octets);
            Running = spool.Retention.PictureWrittenAsync(at.Segment);
            return (at, state);
        }
        catch (Exception error) when (
            !spool.IsShortened && error is IOException or InvalidDataException or JsonException)
        {
            if (error is not FileNotFoundException)
            {
                Log.CheckpointIgnored(logger, error);
            }

            return (default, new QueueState());
        }
    }

    internal static byte[] Save(PendingCopy[] copies) => JsonSerializer.SerializeToUtf8Bytes(
        new SavedMessage(copies[0].Message, [.. copies.Select(copy => new SavedCopy(
            copy.Copy.Number,
            copy.Remaining.SequenceEqual(copy.Copy.Recipients) ? null : copy.Remaining,
            copy.Held.IsEmpty ? null : copy.Held,
            copy.Attempts,
            copy.NextAttempt,
            copy.Since == copy.Message.At ? null : copy.Since,
            copy.LastReply,
            copy.IsDelayTold,
            copy.IsRunning))]),
        FactJson.Default.SavedMessage);

    internal static void Restore(QueueState state, ReadOnlySpan<byte> json)
    {
        var saved = JsonSerializer.Deserialize(json, FactJson.Default.SavedMessage)
            ?? throw new JsonException("A message is missing.");
        state.Restore([.. saved.Copies.Select(copy =>
        {
            var whole = saved.Message.Copies.First(whole => whole.Number == copy.Number);
            return new PendingCopy(saved.Message, whole)
            {
                Remaining = copy.Remaining ?? whole.Recipients,
                Held = copy.Held ?? [],
                Attempts = copy.Attempts,
                NextAttempt = copy.NextAttempt,
                Since = copy.Since ?? saved.Message.At,
                LastReply = copy.LastReply,
                IsDelayTold = copy.IsDelayTold,
                IsRunning = copy.IsRunning,
            };
        })]);
    }
}

/// <summary>A message in a picture of the queue.</summary>
internal sealed record SavedMessage(Accepted Message, ImmutableArray<SavedCopy> Copies);

/// <summary>A copy in a picture of the queue; what is as it was at the beginning is null.</summary>
internal sealed record SavedCopy(
    int Number, ImmutableArray<string>? Remaining, ImmutableArray<Result>? Held, int Attempts,
    DateTimeOffset NextAttempt, DateTimeOffset? Since, string? LastReply, bool IsDelayTold, bool IsRunning);
