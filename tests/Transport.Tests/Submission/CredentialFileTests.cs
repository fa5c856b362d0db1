using Causeway.Transport.Submission;

namespace Causeway.Transport.Tests.Submission;

public sealed class CredentialFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("causeway-credentials-").FullName;

    private string FilePath => Path.Combine(folder, "credentials");

    [Fact]
    public void The_right_password_is_accepted_and_no_other()
    {
        var file = new CredentialFile(FilePath);
        file.Set([(Some.Ada, ScramKeys.Derive("correct horse"))]);

        Assert.Equal("main", file.KeysOf(Some.Ada)?.Accepting("correct horse")?.Name);
        Assert.Null(file.KeysOf(Some.Ada)?.Accepting("Correct horse"));
        Assert.Null(file.KeysOf(Some.Ada)?.Accepting(""));
        Assert.Null(file.KeysOf(Some.Grace));
    }

    [Fact]
    public void The_file_is_private_and_holds_no_password()
    {
        new CredentialFile(FilePath).Set([(Some.Ada, ScramKeys.Derive("correct horse"))]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        Assert.DoesNotContain("horse", File.ReadAllText(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_by_another_process_is_seen()
    {
        var file = new CredentialFile(FilePath);
        Assert.Null(file.KeysOf(Some.Ada));

        new CredentialFile(FilePath).Set([(Some.Ada, ScramKeys.Derive("secret"))], isOfLab: true);

        Assert.NotNull(file.KeysOf(Some.Ada)?.Accepting("secret"));
        Assert.True(file.HoldsLabUsers);
    }

    [Fact]
    public void Keys_print_and_read_as_they_are()
    {
        var keys = ScramKeys.Derive("secret");

        Assert.True(ScramKeys.TryParse(keys.ToString(), out var read));
        Assert.Equal(keys, read);
    }

    // RFC 7677 section 3: the example exchange, whose ServerSignature and ClientProof follow from these keys.
    [Fact]
    public void Keys_are_those_of_rfc_7677()
    {
        Assert.True(ScramKeys.TryParse(
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
            + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=", out var keys));

        Assert.True(keys.Accepts("pencil"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
