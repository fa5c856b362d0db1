using System.CommandLine;
using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Transport.Submission;

namespace Causeway.CommandLine;

/// <summary><c>recipient password ADDRESS</c>: sets the password with which a mailbox's owner submits mail.</summary>
internal static class RecipientCommand
{
    private const string LabPassword = Lab.LabHosts.Password;

    public static Command Create()
    {
        var address = new Argument<string>("ADDRESS") { Description = "the mailbox's address" };
        var data = new Option<string>("--data")
        {
            Description = "the data folder of the sites, or of one site", Required = true, HelpName = "DIR",
        };
        var password = new Command("password", "Set a password; it is read from standard input, one line.")
        {
            address, data,
        };
        password.SetAction(parsed => SetPassword(parsed.GetValue(address)!, parsed.GetValue(data)!));
        return new Command("recipient", "Change what belongs to a recipient.") { password };
    }

    private static int SetPassword(string text, string data)
    {
        if (!EmailAddress.TryParse(text, out var address))
        {
            Console.Error.WriteLine($"causeway: '{text}' is no mail address; write local@domain.");
            return ExitCode.Usage;
        }

        var sites = SiteFolder.Below(data);
        if (sites.Count == 0)
        {
            Console.Error.WriteLine($"causeway: {data} holds no site's data; start the site once with `causeway up`.");
            return ExitCode.CouldNotRun;
        }

        if (!Console.IsInputRedirected)
        {
            Console.Error.Write($"password for {address}: ");
        }

        var password = Console.In.ReadLine() ?? "";
        if (password.Length < 8 || password == LabPassword)
        {
            Console.Error.WriteLine(
                "causeway: a password has at least 8 characters and is not the lab's; nothing was changed.");
            return ExitCode.Usage;
        }

        var keys = ScramKeys.Derive(password);
        foreach (var site in sites)
        {
            site.Checked();
            new CredentialFile(site.Credentials).Set([(address, keys)]);
            Console.WriteLine($"set at {site.Site}");
        }

        return ExitCode.Good;
    }
}
