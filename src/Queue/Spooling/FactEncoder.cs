using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Spooling;

/// <summary>Turns facts into frames, with buffers that serve for all. Used by the writer's thread only.</summary>
internal sealed class FactEncoder : IDisposable
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> payload = new(4096);
    private readonly Utf8JsonWriter json;

    public FactEncoder() => json = new Utf8JsonWriter(payload, Plain);

    public void Append(ArrayBufferWriter<byte> log, ulong group, Fact fact)
    {
        payload.ResetWrittenCount();
        json.Reset();
        FactJson.Write(json, fact);
        json.Flush();
        FactFrame.Append(log, group, payload.WrittenSpan);
    }

    public void Dispose() => json.Dispose();
}
