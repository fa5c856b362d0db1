using System.Diagnostics;
using Causeway.Queue.Facts;
using Causeway.Watching.Telemetry;

namespace Causeway.Watching.Tests.Telemetry;

/// <summary>The spans of a message.</summary>
public sealed class MailSpansTests
{
    private const string TraceId = "01JGH0000000000000000000AB";

    [Fact]
    public void The_trace_of_a_message_is_the_same_at_every_site_and_another_for_another()
    {
        var context = MailSpans.ContextOf(TraceId);
        Assert.Equal(context, MailSpans.ContextOf(TraceId));
        Assert.NotEqual(context.TraceId, MailSpans.ContextOf("01JGH0000000000000000000AC").TraceId);
        Assert.Equal("233f6f4651c86da0b8617aebf04fcc1e", context.TraceId.ToHexString());
        Assert.True(context.IsRemote);
    }

    [Fact]
    public void A_refusal_is_a_span_with_the_code_and_without_an_address()
    {
        using var spans = new MailSpans("1.0.0", TimeProvider.System);
        var heard = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MailSpans.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (spans.Owns(span))
                {
                    heard.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        spans.OnRecorded(new Refused
        {
            At = Some.Now, TraceId = TraceId, Peer = new Peer("192.0.2.1:25", null, null, null), Command = "RCPT",
            From = "alice@fabrikam.example", Recipient = "ada@contoso.example", Reply = "550 5.7.51 no way",
            Rule = "3a",
        });

        var span = Assert.Single(heard);
        Assert.Equal(MailSpans.ContextOf(TraceId).TraceId, span.TraceId);
        Assert.Equal("550 5.7.51", span.GetTagItem("causeway.code"));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value?.ToString()?.Contains('@') == true);
    }
}
