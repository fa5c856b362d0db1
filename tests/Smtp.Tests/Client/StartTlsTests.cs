using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Replies;
using Causeway.Core.Topology;
using Causeway.Smtp.Client;

namespace Causeway.Smtp.Tests.Client;

/// <summary>STARTTLS (RFC 3207) at each level: who is believed, and what happens where it fails.</summary>
public sealed class StartTlsTests : IDisposable
{
    private const string Office = "causeway:contoso/office";

    private const string UpToHandshake = Some.Hello + """
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 2.0.0 go on

        """;

    private const string UpToTls = UpToHandshake + "TLS\n";

    private const string AfterTls = """
        C: EHLO us.example
        S: 250-mx.example
        S: 250 PIPELINING
        C: QUIT
        END
        """;

    private const string InClear = """
        ---
        S: 220 mx.example
        C: EHLO us.example
        S: 250 mx.example
        C: QUIT
        END
        """;

    private readonly TestAuthority authority = new();

    private PeerVerification OfOffice => PeerVerification.ByOrganization(authority.Certificate, new Uri(Office));

    private PeerVerification OfName => PeerVerification.ByName("mx.example", [authority.Certificate]);

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task A_peer_with_the_organizations_certificate_is_verified_and_sees_ours()
    {
        using var theirs = authority.Leaf("mx.example", Office);
        using var ours = authority.Leaf("us.example", "causeway:contoso/cloud");
        await using var peer = new ScriptedPeer(UpToTls + AfterTls, theirs);
        var options = Some.Options(TlsLevel.Mutual) with
        {
            ClientCertificate = SslStreamCertificateContext.Create(ours, [authority.Certificate], offline: true),
        };
        await using (var connection = Assert.IsType<ConnectOutcome.Connected>(
            await ConnectAsync(peer, options, OfOffice)).Connection)
        {
            Assert.Matches("^TLS1\\.[23] TLS_[A-Z0-9_]+$", connection.Facts.TlsDescription);
            Assert.True(connection.Extensions.Pipelining);
            Assert.False(connection.Extensions.StartTls);
            Assert.Equal(peer.Endpoint, connection.Facts.Remote);
            Assert.Equal(peer.LastClient, connection.Facts.Local);
            Assert.Equal(220, connection.Facts.Greeting?.Code);
            Assert.Equal(["mx.example"], connection.Facts.Certificate?.Names);
        }

        await peer.DoneAsync();
        Assert.Equal("causeway:contoso/cloud", Assert.Single(CertificateNames.Uris(peer.ClientCertificate!)));
    }

    [Theory]
    [InlineData("wrong SAN URI")]
    [InlineData("no SAN URI")]
    [InlineData("expired")]
    [InlineData("self-made")]
    [InlineData("other CA")]
    public async Task A_peer_that_cannot_prove_to_be_the_site_gets_nothing(string flaw)
    {
        using var stranger = new TestAuthority();
        using var theirs = flaw switch
        {
            "wrong SAN URI" => authority.Leaf("mx.example", "causeway:contoso/cloud"),
            "no SAN URI" => authority.Leaf("mx.example"),
            "expired" => authority.Leaf("mx.example", Office, new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            "self-made" => TestAuthority.SelfMade("mx.example", Office),
            _ => stranger.Leaf("mx.example", Office),
        };
        await AssertNotVerifiedAsync(theirs, OfOffice);
    }

    [Fact]
    public async Task A_public_name_is_verified_against_the_given_roots()
    {
        using var theirs = authority.Leaf("mx.example");
        await using var peer = new ScriptedPeer(UpToTls + AfterTls, theirs);
        await using (Assert.IsType<ConnectOutcome.Connected>(
            await ConnectAsync(peer, Some.Options(TlsLevel.Verified), OfName)).Connection)
        {
        }

        await peer.DoneAsync();
        Assert.Null(peer.ClientCertificate);
    }

    [Theory]
    [InlineData("other.example", false)]
    [InlineData("mx.example", true)]
    public async Task A_wrong_or_self_signed_public_name_gets_nothing(string name, bool isSelfMade)
    {
        using var theirs = isSelfMade ? TestAuthority.SelfMade(name, null) : authority.Leaf(name);
        await AssertNotVerifiedAsync(theirs, OfName);
    }

    [Theory]
    [InlineData("S: 250 PIPELINING")]
    [InlineData("S: 250 STARTTLS\nC: STARTTLS\nS: 454 4.7.0 not now")]
    [InlineData("S: 250 STARTTLS\nC: STARTTLS\nS: 501 5.5.4 what?")]
    public async Task Where_tls_is_required_a_peer_without_it_gets_nothing(string answer)
    {
        await using var peer = new ScriptedPeer(Some.Hello + answer + "\nEND");
        var refused = Assert.IsType<ConnectOutcome.NotConnected>(
            await ConnectAsync(peer, Some.Options(TlsLevel.Verified), OfName));
        Assert.Equal((Reason.TlsRequired, 451), (refused.Reason, refused.Reply.Code));
        await peer.DoneAsync();
    }

    [Fact]
    public async Task Opportunistic_tls_takes_any_certificate()
    {
        using var theirs = TestAuthority.SelfMade("someone.example", null);
        await using var peer = new ScriptedPeer(UpToTls + AfterTls, theirs);
        await using (var connection = await Some.ConnectAsync(peer, Some.Options(TlsLevel.Opportunistic)))
        {
            Assert.NotNull(connection.Facts.TlsDescription);
        }

        await peer.DoneAsync();
    }

    [Fact]
    public async Task Opportunistic_tls_that_is_not_offered_is_done_without()
    {
        await using var peer = new ScriptedPeer(Some.Hello + "S: 250 PIPELINING\nC: QUIT\nEND");
        await using (var connection = await Some.ConnectAsync(peer, Some.Options(TlsLevel.Opportunistic)))
        {
            Assert.Null(connection.Facts.TlsDescription);
        }

        await peer.DoneAsync();
    }

    [Theory]
    [InlineData("NOISE")]
    [InlineData("STOP")]
    public async Task Opportunistic_tls_whose_handshake_fails_is_retried_in_clear_on_a_new_connection(string failure)
    {
        await using var peer = new ScriptedPeer(UpToHandshake + failure + "\n" + InClear);
        await using (var connection = await Some.ConnectAsync(peer, Some.Options(TlsLevel.Opportunistic)))
        {
            Assert.Null(connection.Facts.TlsDescription);
        }

        await peer.DoneAsync();
    }

    [Theory]
    [InlineData(TlsLevel.Opportunistic)]
    [InlineData(TlsLevel.Verified)]
    public async Task Clear_text_behind_the_220_to_starttls_is_a_fault(TlsLevel level)
    {
        using var theirs = authority.Leaf("mx.example");
        await using var peer = new ScriptedPeer(Some.Hello + """
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 2.0.0 go on
            S: 250-injected
            S: 250 AUTH PLAIN
            END
            """, theirs);
        var fault = await Assert.ThrowsAsync<SmtpConnectionBrokenException>(
            () => ConnectAsync(peer, Some.Options(level), OfName));
        Assert.Contains("clear text behind the 220", fault.Message, StringComparison.Ordinal);
        await peer.DoneAsync();
    }

    [Fact]
    public async Task Implicit_tls_comes_before_the_greeting()
    {
        using var theirs = authority.Leaf("mx.example");
        await using var peer = new ScriptedPeer("TLS\n" + Some.Hello + "S: 250 AUTH PLAIN\nC: QUIT\nEND", theirs);
        var options = Some.Options(TlsLevel.Verified) with { UsesImplicitTls = true };
        await using (var connection = await Some.ConnectAsync(peer, options, expected: OfName))
        {
            Assert.NotNull(connection.Facts.TlsDescription);
        }

        await peer.DoneAsync();
    }

    [Theory]
    [InlineData("AUTH PLAIN LOGIN", "C: AUTH PLAIN AHVzZXIAcGFzcw==")]
    [InlineData("AUTH LOGIN", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dXNlcg==\nS: 334 UGFzc3dvcmQ6\nC: cGFzcw==")]
    public async Task A_user_signs_in_by_plain_or_else_by_login(string offered, string dialogue)
    {
        using var theirs = authority.Leaf("mx.example");
        await using var peer = new ScriptedPeer($"""
            TLS
            {Some.Hello}
            S: 250 {offered}
            {dialogue}
            S: 235 2.7.0 welcome
            C: QUIT
            END
            """, theirs);
        var options = Some.Options(TlsLevel.Verified) with { UsesImplicitTls = true };
        await using (var connection = await Some.ConnectAsync(peer, options, expected: OfName))
        {
            var reply = await connection.AuthenticateAsync("user", "pass", TestContext.Current.CancellationToken);
            Assert.Equal("235 2.7.0 welcome", reply.ToString());
        }

        await peer.DoneAsync();
    }

    [Fact]
    public async Task A_password_is_never_sent_in_clear()
    {
        await using var peer = new ScriptedPeer(Some.Hello + "S: 250 AUTH PLAIN\nC: QUIT\nEND");
        await using (var connection = await Some.ConnectAsync(peer))
        {
            var reply = await connection.AuthenticateAsync("user", "pass", TestContext.Current.CancellationToken);
            Assert.Equal(538, reply.Code);
        }

        await peer.DoneAsync();
    }

    private static Task<ConnectOutcome> ConnectAsync(
        ScriptedPeer peer, SmtpClientOptions options, PeerVerification expected) =>
        SmtpConnection.ConnectAsync(Some.Target(peer, expected), options, TimeProvider.System,
            TestContext.Current.CancellationToken).AsTask();

    private static async Task AssertNotVerifiedAsync(X509Certificate2 theirs, PeerVerification expected)
    {
        await using var peer = new ScriptedPeer(UpToTls + "END", theirs);
        var refused = Assert.IsType<ConnectOutcome.NotConnected>(
            await ConnectAsync(peer, Some.Options(TlsLevel.Verified), expected));
        Assert.Equal((Reason.PeerNotVerified, 451), (refused.Reason, refused.Reply.Code));
        await peer.DoneAsync();
    }
}
