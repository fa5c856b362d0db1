using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Smtp.Server;
using Causeway.Transport.Submission;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Submission;

public sealed class SignInsTests : IDisposable
{
    private const string Ada = "ada@contoso.example";

    private static readonly IPAddress Home = IPAddress.Parse("198.51.100.1");
    private static readonly ScramKeys Main = ScramKeys.Derive("correct horse", 4096);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider clock = new();
    private readonly Book book = new();
    private readonly SignIns signIns;

    public SignInsTests()
    {
        book.Ada = UserKeys.Of(Main);
        signIns = Create(new KeyDerivations(1, 4, TimeSpan.FromSeconds(20), clock));
    }

    [Fact]
    public async Task A_password_signs_in_whatever_the_case_of_the_name()
    {
        var outcome = await signIns.ByPasswordAsync(Home, "ADA@Contoso.example", "correct horse", Ct);

        Assert.Null(outcome.Refusal);
        Assert.Equal(new SignedIn(Some.Ada, new NamedKeys("main", Main)), outcome.User);
    }

    [Fact]
    public async Task Wrong_password_and_unknown_name_are_answered_alike()
    {
        var wrong = await signIns.ByPasswordAsync(Home, Ada, "wrong", Ct);
        var nobody = await signIns.ByPasswordAsync(Home, "nobody@contoso.example", "wrong", Ct);

        Assert.Equal(ReplyTable.For(Reason.AuthenticationFailed), wrong.Refusal);
        Assert.Equal(wrong.Refusal, nobody.Refusal);
        Assert.Null(wrong.User);
    }

    [Fact]
    public async Task A_locked_network_is_refused_before_anything_is_computed()
    {
        for (var i = 0; i < 10; i++)
        {
            await signIns.ByPasswordAsync(Home, Ada, $"guess {i}", Ct);
        }

        Assert.Equal(
            ReplyTable.For(Reason.TooManySignIns),
            (await signIns.ByPasswordAsync(Home, Ada, "correct horse", Ct)).Refusal);
        Assert.Equal(
            ReplyTable.For(Reason.TooManySignIns),
            signIns.ByProof(Home, new ScramProof(Ada, [1], new byte[32])).Refusal);
        Assert.Null((await signIns.ByPasswordAsync(IPAddress.Parse("192.0.2.1"), Ada, "correct horse", Ct)).Refusal);
    }

    [Fact]
    public async Task A_program_that_repeats_an_old_password_locks_nobody_out()
    {
        for (var i = 0; i < 100; i++)
        {
            var outcome = await signIns.ByPasswordAsync(Home, Ada, "the old one", Ct);
            Assert.Equal(ReplyTable.For(Reason.AuthenticationFailed), outcome.Refusal);
        }

        Assert.Null((await signIns.ByPasswordAsync(Home, Ada, "correct horse", Ct)).Refusal);
        book.Ada = UserKeys.Of(ScramKeys.Derive("the old one", 4096));
        Assert.Null((await signIns.ByPasswordAsync(Home, Ada, "the old one", Ct)).Refusal);
    }

    [Fact]
    public void Scram_names_the_users_salt_and_for_nobody_one_that_stays()
    {
        var other = Create(new KeyDerivations(1, 4, TimeSpan.FromSeconds(20), clock));

        Assert.Equal(new ScramStart(Main.Salt, 4096), signIns.BeginScram("ADA@contoso.example"));
        var nobody = signIns.BeginScram("nobody@contoso.example");
        Assert.Equal(nobody, signIns.BeginScram("Nobody@contoso.example"));
        Assert.Equal(nobody, other.BeginScram("nobody@contoso.example"));
        Assert.NotEqual(nobody, signIns.BeginScram("somebody@contoso.example"));
        Assert.Equal(16, Convert.FromBase64String(nobody.Salt).Length);
        Assert.Equal(ScramKeys.DefaultIterations, nobody.Iterations);
    }

    [Fact]
    public void Scram_failures_count()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(
                ReplyTable.For(Reason.AuthenticationFailed),
                signIns.ByProof(Home, new ScramProof(Ada, [1], new byte[32])).Refusal);
        }

        Assert.Equal(
            ReplyTable.For(Reason.TooManySignIns),
            signIns.ByProof(Home, new ScramProof(Ada, [1], new byte[32])).Refusal);
    }

    [Fact]
    public async Task What_was_begun_with_keys_ends_with_them()
    {
        var phone = new NamedKeys("phone", ScramKeys.Derive("phone", Main.Salt, Main.Iterations));
        book.Ada = UserKeys.Of(Main).With(phone);
        var (byPhone, _) = await signIns.ByPasswordAsync(Home, Ada, "phone", Ct);
        var (byMain, _) = await signIns.ByPasswordAsync(Home, Ada, "correct horse", Ct);
        Assert.True(signIns.IsStillGood(byPhone!));

        book.Ada = book.Ada.Without("phone");

        Assert.False(signIns.IsStillGood(byPhone!));
        Assert.True(signIns.IsStillGood(byMain!));
    }

    [Fact]
    public async Task More_derivations_than_the_machine_should_do_are_turned_away()
    {
        using var gate = new ManualResetEventSlim();
        using var derivations = new KeyDerivations(1, 1, TimeSpan.FromSeconds(20), clock);
        var first = derivations.RunAsync(() => { gate.Wait(Ct); return 1; }, Ct).AsTask();
        var second = derivations.RunAsync(() => 2, Ct).AsTask();

        Assert.Equal((false, 0), await derivations.RunAsync(() => 3, Ct));
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal((false, 0), await second);
        gate.Set();
        Assert.Equal((true, 1), await first);
        Assert.Equal((true, 4), await derivations.RunAsync(() => 4, Ct));
    }

    [Fact]
    public async Task Names_and_passwords_have_limits()
    {
        Assert.NotNull((await signIns.ByPasswordAsync(Home, new string('a', 321), "x", Ct)).Refusal);
        Assert.NotNull((await signIns.ByPasswordAsync(Home, Ada, new string('a', 1025), Ct)).Refusal);
    }

    public void Dispose() => signIns.Dispose();

    private SignIns Create(KeyDerivations derivations) => new(
        book, new SignInLimits(new SignInPolicy(), clock), derivations, () => [1, 2, 3]);

    private sealed class Book : Causeway.Transport.Submission.ICredentials
    {
        public UserKeys? Ada { get; set; }

        public UserKeys? KeysOf(EmailAddress user) => user == Some.Ada ? Ada : null;
    }
}
