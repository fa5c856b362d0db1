using System.Text;
using System.Text.Json;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>The data of running or stopped sites, seen with the commands that a user has.</summary>
internal sealed class DataFolder(string path)
{
    public string Path => path;

    public string Identity(string site) => System.IO.Path.Combine(path, site, "identity.pem");

    /// <summary>The messages of a mailbox with this Message-ID.</summary>
    public async Task<JsonElement[]> ListAsync(string address, string messageId) =>
        [.. (await Command.JsonAsync("mailbox", "list", address, "--data", path)).EnumerateArray()
            .Where(message => message.GetProperty("messageId").GetString() == messageId)];

    /// <summary>Waits until the message is in the mailbox, once; its octets.</summary>
    public async Task<byte[]> WaitForAsync(string address, string messageId)
    {
        var (octets, copies) = await WaitForCopiesAsync(address, messageId);
        Assert.Equal(1, copies);
        return octets;
    }

    /// <summary>Waits until the message is in the mailbox; the octets of the first copy, and how many there are.</summary>
    public async Task<(byte[] Octets, int Copies)> WaitForCopiesAsync(string address, string messageId)
    {
        var found = await Patience.UntilAsync(
            $"{messageId} in the mailbox of {address}",
            async () => await ListAsync(address, messageId) is { Length: > 0 } all ? all : null);
        var id = found[0].GetProperty("id").GetString()!;
        var shown = await Command.CausewayAsync("mailbox", "show", address, id, "--data", path);
        Assert.True(shown.ExitCode == 0, shown.ToString());
        return (shown.Octets, found.Length);
    }

    public async Task<string> WaitForTextAsync(string address, string messageId) =>
        Encoding.Latin1.GetString(await WaitForAsync(address, messageId));

    /// <summary>The traces that fit; none is an answer, too.</summary>
    public async Task<JsonElement[]> TraceAsync(params string[] query)
    {
        var result = await Command.CausewayAsync(["trace", .. query, "--data", path, "--json"]);
        Assert.True(result.ExitCode is 0 or 1, result.ToString());
        return [.. result.Json.EnumerateArray()];
    }

    /// <summary>Waits until the one trace of a message has this outcome.</summary>
    public Task<Timeline> WaitForOutcomeAsync(string messageId, string outcome) => Patience.UntilAsync(
        $"the outcome {outcome} of {messageId}",
        async () => (await TraceAsync("--message-id", messageId)).Select(trace => new Timeline(trace))
            .FirstOrDefault(trace => trace.Outcome == outcome));
}
