using System.Collections.Immutable;

namespace Causeway.Lab;

/// <summary>Everything that the lab tries, in the order in which it is told.</summary>
internal static class Scenarios
{
    private const string Alice = "alice@fabrikam.example";
    private const string Bob = "bob@fabrikam.example";
    private const string Ada = "ada@contoso.example";
    private const string Charles = "charles@contoso.example";
    private const string Grace = "grace@contoso.example";
    private const string Teller = $"teller@{LabHosts.Bank}";
    private const string Edsger = "edsger@contoso.example";

    public static ImmutableArray<Scenario> All { get; } =
    [
        new DomainScenario(),
        new MessageScenario("internet-to-cloud", "from the Internet to a cloud mailbox", Alice, null, Ada),
        new MessageScenario("internet-to-office", "from the Internet to an office mailbox", Alice, null, Grace),
        new MessageScenario("internet-to-both", "one message to both", Alice, null, Ada, Grace),
        new MessageScenario("cloud-to-office", "from a cloud user to an office user", Ada, null, Grace),
        new MessageScenario("office-to-cloud", "from an office user to a cloud user", Grace, null, Ada),
        new MessageScenario("cloud-to-internet", "from a cloud user to the Internet", Ada, null, Bob),
        new MessageScenario(
            "office-to-internet", "from an office user to the Internet, by way of the cloud", Grace, null, Bob),
        new MessageScenario("group", "a group with a member at each site", Alice, null, "team@contoso.example"),
        new MessageScenario("alias", "a second address of a mailbox", Alice, null, "countess@contoso.example"),
        new MessageScenario(
            "forward-outside", "a mailbox that keeps, and forwards outside", Alice, null, "edsger@contoso.example"),
        new ReturnScenario(),
        new ReplyScenario(),
        new DoorScenario("unknown-recipient", "nobody has this address: refused by the filter, no bounce", false,
            new Knock("filter", Alice, "nobody@contoso.example", "550 5.4.1")),
        new DoorScenario("door-cloud", "a stranger goes round the filter to the cloud", false,
            new Knock("cloud", Alice, Ada, "550 5.7.51"), new Knock("cloud", Ada, Grace, "550 5.7.51"),
            new Knock("cloud", Alice, "nobody@contoso.example", "550 5.7.51")),
        new DoorScenario("door-office", "a stranger goes straight to the office", false,
            new Knock("office", Alice, Grace, "550 5.7.51"), new Knock("office", "", Grace, "550 5.7.51")),
        new DoorScenario("door-routing-domain", "a stranger uses the routing domain", false,
            new Knock("cloud", Alice, "ada@contoso.mail.cloud.example", "550 5.7.51"),
            new Knock("office", Alice, "ada@contoso.mail.cloud.example", "550 5.7.51"),
            new Knock("filter", Alice, "ada@contoso.mail.cloud.example", "550 5.7.1")),
        Relay("filter"),
        Relay("cloud"),
        Relay("office"),
        new JudgedScenario("dmarc-reject", "a stranger writes as a bank that asks for rejection", Ada,
            new Claim(Teller, Teller, LabHosts.Stranger, "550 5.7.509"),
            new Claim("a@s101.lab.example", Teller, LabHosts.Stranger, "550 5.7.509")),
        new JudgedScenario("forwarded-arc", "a list changed the bank's mail, and sealed that it was good", Ada,
            new Claim(LabList.Bounces.ToString(), Teller, LabList.Address, "550 5.7.509"),
            new Claim(LabList.Bounces.ToString(), Teller, LabList.Address, "250") { IsSealed = true }),
        new JudgedScenario("spoof-own-domain", "a stranger writes as one of us", Grace,
            new Claim("a@s101.lab.example", Ada, LabHosts.Stranger, "550 5.7.509"),
            new Claim(Ada, "a@s101.lab.example", LabHosts.Stranger, "550 5.7.26")),
        new DoorScenario("wrong-certificate", "a self-made certificate with the office's name gets nothing", true,
            new Knock("cloud", Grace, Ada, "550 5.7.51"), new Knock("cloud", Grace, Bob, "550 5.7.64")),
        new BounceScenario(),
        new LoopScenario(),
        new OutageScenario("cloud", "the cloud is down: filter and office keep their mail, the office's own flows",
            [.. Thrice(new(Alice, Ada), new(Alice, Grace)), .. Thrice(new(Grace, Bob), new(Grace, Ada))],
            [new(Edsger, Grace)]),
        new OutageScenario("office", "the office is down: the cloud keeps its mail, all other mail flows",
            [.. Thrice(new(Alice, Grace), new(Ada, Grace))],
            [new(Ada, Charles), new(Alice, Ada), new(Ada, Bob)]),
        new OutageScenario("filter", "the filter is down: the Internet keeps its mail, outbound and internal mail flow",
            [.. Thrice(new(Alice, Ada), new(Alice, Grace))],
            [new(Ada, Grace), new(Grace, Ada), new(Ada, Bob), new(Grace, Bob), new(Ada, Charles)]),
    ];

    // So many that their order is not by chance.
    private static IEnumerable<Letter> Thrice(params Letter[] letters) =>
        Enumerable.Repeat(letters, 3).SelectMany(all => all);

    private static DoorScenario Relay(string site) => new(
        $"door-relay-{site}", $"a stranger relays by the {site}", false,
        new Knock(site, Alice, Bob, "550 5.7.1"), new Knock(site, Ada, Bob, "550 5.7.64"));
}
