using System.Text.Json.Serialization;
using Causeway.Mailboxes;
using Causeway.Queue.Delivery;
using Causeway.Tracing;

namespace Causeway.Admin;

/// <summary>The JSON that the API speaks: camelCase, times in RFC 3339.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<StoredMessage>))]
[JsonSerializable(typeof(StoredMessage[]))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<MessageTrace>))]
[JsonSerializable(typeof(MessageTrace[]))]
[JsonSerializable(typeof(TraceQuery))]
[JsonSerializable(typeof(TraceReading))]
[JsonSerializable(typeof(ReloadAnswer))]
[JsonSerializable(typeof(QueueFilter))]
[JsonSerializable(typeof(QueuedCopy[]))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(AuditNote))]
[JsonSerializable(typeof(SenderRow[]))]
[JsonSerializable(typeof(SendingRelease))]
[JsonSerializable(typeof(DirectoryOrder))]
[JsonSerializable(typeof(DirectoryAnswer))]
[JsonSerializable(typeof(IReadOnlyList<DirectoryListing>))]
[JsonSerializable(typeof(DirectoryListing[]))]
public sealed partial class ApiJson : JsonSerializerContext;
