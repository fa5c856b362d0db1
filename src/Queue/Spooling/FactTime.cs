using System.Text.Json;

namespace Causeway.Queue.Spooling;

/// <summary>Reads the time of a fact and nothing else of it, whichever version wrote it.</summary>
internal static class FactTime
{
    public static DateTimeOffset? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var json = new Utf8JsonReader(payload);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isTime = json.ValueTextEquals("at"u8);
                json.Read();
                if (isTime)
                {
                    return json.GetDateTimeOffset();
                }

                json.Skip();
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            // No fact of ours; FactLog passes over it as well.
        }

        return null;
    }
}
