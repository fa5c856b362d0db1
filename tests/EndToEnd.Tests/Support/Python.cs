namespace Causeway.EndToEnd.Tests.Support;

/// <summary>Debian's Python with its mail libraries: opinions that the project did not write.</summary>
internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Signs a message as a domain (RFC 6376): the signature on top, all octets below as they were.</summary>
    /// <param name="keyFile">The private key, as PEM.</param>
    public static async Task<byte[]> SignAsync(byte[] message, string domain, string keyFile)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("message");
        await File.WriteAllBytesAsync(path, message, TestContext.Current.CancellationToken);
        var signed = await RunAsync(
            """
            import dkim, sys
            message = open(sys.argv[1], 'rb').read()
            key = open(sys.argv[3], 'rb').read()
            sys.stdout.buffer.write(dkim.sign(message, b'test', sys.argv[2].encode(), key) + message)
            """,
            path, domain, keyFile);
        return signed.Octets;
    }

    /// <summary>True where the first signature of a message is good by this public key.</summary>
    public static async Task<bool> VerifyAsync(byte[] message, string publicKey)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("message");
        await File.WriteAllBytesAsync(path, message, TestContext.Current.CancellationToken);
        var answer = await RunAsync(
            """
            import dkim, sys
            record = ('v=DKIM1; k=rsa; p=' + sys.argv[2]).encode()
            print(dkim.verify(open(sys.argv[1], 'rb').read(), dnsfunc=lambda name, timeout=5: record))
            """,
            path, publicKey);
        return answer.Output.Trim() == "True";
    }

    /// <summary>
    /// Each DKIM signature of a message from the top, by the keys in the lab's DNS: <c>True contoso.example</c>.
    /// </summary>
    public static async Task<string[]> SignaturesAsync(byte[] message)
    {
        const string Each = """
            total = sum(name.lower() == b'dkim-signature' for name, _ in dkim.DKIM(message).headers)
            for index in range(total):
                one = dkim.DKIM(message)
                try:
                    good = one.verify(idx=index, dnsfunc=text)
                except dkim.DKIMException as fault:
                    good = fault
                print(good, (one.domain or b'?').decode(), one.selector.decode())
            """;
        return (await AskAsync(message, Each)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What ARC (RFC 8617) says of a message: the state of the chain, and how many sets it has.</summary>
    public static async Task<string> ArcAsync(byte[] message)
    {
        const string Chain = """
            state, sets, reason = dkim.arc_verify(message, dnsfunc=text)
            print(state.decode(), len(sets))
            """;
        return (await AskAsync(message, Chain)).Trim();
    }

    /// <summary>What SPF (RFC 7208) says of a sender at an address, by the lab's DNS.</summary>
    public static async Task<string> SpfAsync(string address, string sender, string helo)
    {
        var answer = await RunAsync(
            """
            import dns.resolver, spf, sys
            lab = dns.resolver.Resolver(configure=False)
            lab.nameservers, lab.port = [sys.argv[4]], int(sys.argv[5])
            dns.resolver.default_resolver = lab
            print(spf.check2(i=sys.argv[1], s=sys.argv[2], h=sys.argv[3])[0])
            """,
            address, sender, helo, Hosts.Dns.Address.ToString(), $"{Hosts.Dns.Port}");
        return answer.Output.Trim();
    }

    // A program that has the octets of a message, and `text`, which asks the lab's DNS as dkimpy wants it asked.
    private static async Task<string> AskAsync(byte[] message, string program)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("message");
        await File.WriteAllBytesAsync(path, message, TestContext.Current.CancellationToken);
        const string Head = """
            import dkim, dns.resolver, sys
            lab = dns.resolver.Resolver(configure=False)
            lab.nameservers, lab.port = [sys.argv[2]], int(sys.argv[3])
            message = open(sys.argv[1], 'rb').read()

            def text(name, timeout=5):
                try:
                    return b''.join(lab.resolve(name.decode(), 'TXT')[0].strings)
                except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
                    return None


            """;
        var answer = await RunAsync(
            Head + program, path, Hosts.Dns.Address.ToString(), $"{Hosts.Dns.Port}");
        return answer.Output;
    }

    private static async Task<CommandResult> RunAsync(string program, params string[] arguments)
    {
        var result = await Command.RunAsync(Interpreter, ["-c", program, .. arguments]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
