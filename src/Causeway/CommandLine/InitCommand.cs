using System.CommandLine;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Running;

namespace Causeway.CommandLine;

/// <summary>
/// <c>init DOMAIN</c>: a topology file to begin with, an authority, an identity for each site, and the keys by which
/// sites sign mail.
/// </summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var domain = new Argument<string>("DOMAIN") { Description = "the mail domain, such as contoso.example" };
        var target = new Option<string>("--out")
        {
            Description = "the folder to write to", DefaultValueFactory = _ => ".",
        };
        var command = new Command(
            "init",
            "Write a topology, recipients, an authority, an identity for each site, and keys to sign mail with.")
        {
            domain, target,
        };
        command.SetAction(parsed => Run(parsed.GetValue(domain)!, parsed.GetValue(target)!));
        return command;
    }

    private static int Run(string text, string folder)
    {
        if (!DomainName.TryParse(text, out var domain) || !TopologyTemplate.CanWriteFor(domain))
        {
            Console.Error.WriteLine($"causeway: '{text}' is no mail domain; write a name such as contoso.example.");
            return ExitCode.Usage;
        }

        var result = TopologyTemplate.Write(domain, folder);
        if (!result.IsWritten)
        {
            var existing = string.Join(" and ", result.Existing);
            var verb = result.Existing.Length == 1 ? "exists" : "exist";
            Console.Error.WriteLine(
                $"causeway: {existing} {verb}; name another folder with --out. Nothing was written.");
            return ExitCode.No;
        }

        var file = System.IO.Path.Combine(folder, TopologyTemplate.TopologyFileName);
        if (TopologyInput.Read(file, json: false) is not { } topology)
        {
            return ExitCode.CouldNotRun;
        }

        var keys = Identities.Issue(topology, topology.Organization.Sites, onlyDue: false, TimeProvider.System);
        foreach (var path in result.Written.Concat(keys).Concat(DkimKeys.Issue(topology, TimeProvider.System)))
        {
            Console.WriteLine($"wrote {path}");
        }

        Console.WriteLine();
        Console.WriteLine($"Next: edit {file}, then prove it with `causeway check {file}`.");
        Console.WriteLine($"Play it on this machine with `causeway lab --topology {file}`.");
        Console.WriteLine(
            "Copy to each site the two files, its own key from identities/ and its own folder of dkim/, if it has one; "
            + "keep authority.key away from all.");
        Console.WriteLine($"A domain is proved before it is used: `causeway domain add {domain} --file {file}` says "
            + "what to publish.");
        Console.WriteLine($"A site starts with `causeway up {file} --site office --data /var/lib/causeway`.");
        return ExitCode.Good;
    }
}
