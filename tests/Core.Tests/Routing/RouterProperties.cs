using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using CsCheck;

namespace Causeway.Core.Tests.Routing;

/// <summary>What holds for every directory and every origin, not for chosen ones only.</summary>
public sealed class RouterProperties
{
    private static readonly Gen<SiteName> Sites = Const(Some.Cloud, Some.Office);

    private static readonly Gen<EmailAddress> OurAddresses = Gen.Int[0, 7].Select(n => Some.Address($"r{n}"));

    private static readonly Gen<EmailAddress> Addresses = Gen.OneOf(OurAddresses, Gen.Const(Some.Alice));

    private static readonly Gen<Recipient> Records = Gen.Select(
        OurAddresses, Gen.Enum<RecipientKind>(), Sites, Addresses.Array[0, 3], Addresses.Array[0, 2], Gen.Bool,
        (address, kind, site, members, forward, keep) => new Recipient
        {
            Address = address,
            Kind = kind,
            Site = site,
            Members = kind == RecipientKind.Group ? [.. members] : [],
            Forward = kind is RecipientKind.Mailbox or RecipientKind.Shared ? [.. forward] : [],
            Target = kind is RecipientKind.MailUser or RecipientKind.Contact ? Some.Alice : null,
            Keep = keep,
        });

    private static readonly Gen<RecipientTable> Tables =
        Records.Array[1, 8].Select(rows => new RecipientTable([.. rows.DistinctBy(row => row.Address)]));

    private static readonly Gen<Origin> Origins = Gen.OneOf(
        Gen.Const(Some.Stranger),
        Const(Some.Filter, Some.Cloud, Some.Office).Select(site => Some.From(site)),
        OurAddresses.Select(user => (Origin)new Origin.Submission(user)),
        Gen.Const((Origin)new Origin.OwnMail()));

    [Fact]
    public void Every_message_comes_to_its_end_and_serves_nobody_twice_at_one_site() =>
        Gen.Select(Tables, Origins, OurAddresses, Const(Some.Filter, Some.Cloud, Some.Office))
            .Sample((recipients, origin, to, at) =>
            {
                var walker = new Walker(Some.Snapshot(recipients: recipients), Router.Route);

                var path = walker.Walk(new Start(
                    OriginClass.Internet, "any", at, origin, Some.Path(Some.Alice), to, RecipientClass.Known));

                Assert.NotEmpty(path.Ends);
                foreach (var end in path.Ends)
                {
                    var served = path.ChainTo(end).SelectMany(step => step.Served).ToList();
                    Assert.Equal(served.Count, served.Distinct().Count());
                    Assert.True(path.ChainTo(end).Count <= 16, "a way is as long as there are sites and records");
                }
            });

    [Fact]
    public void Strangers_and_partners_never_relay() =>
        Gen.Select(Tables, Const(Some.Stranger, Some.From(Some.Filter)),
                Const(Some.Filter, Some.Cloud, Some.Office), Addresses)
            .Sample((recipients, origin, at, from) =>
                Assert.True(Router.Route(Some.Snapshot(recipients: recipients), at, origin, Some.Path(from), Some.Alice,
                    ServedMarks.None).IsRefused));

    [Fact]
    public void No_return_address_that_was_not_made_leads_a_stranger_anywhere() =>
        Gen.Select(Tables, Gen.Int[0, 2], Gen.Bool, Const(Some.Filter, Some.Cloud, Some.Office))
            .Sample((recipients, form, isNull, at) =>
            {
                var to = EmailAddress.Parse(((string[])
                [
                    "SRS0=hash=AA=fabrikam.example=alice@contoso.example",
                    "SRS1=hash=fwd.example==HHH=TT=fabrikam.example=alice@contoso.example",
                    "bounces+SRS=hash=AA@contoso.example",
                ])[form]);
                var walker = new Walker(Some.Snapshot(recipients: recipients), Router.Route);

                var path = walker.Walk(new Start(
                    OriginClass.Internet, "any", at, Some.Stranger,
                    isNull ? ReversePath.Null : Some.Path(Some.Alice), to, RecipientClass.ForgedReturnAddress));

                Assert.Empty(path.Departures);
                Assert.Empty(path.Deliveries);
                Assert.True(isNull || path.IsRefusedAtOnce);
            });

    [Fact]
    public void Only_the_last_site_of_outbound_ever_speaks_to_the_internet() =>
        Gen.Select(Tables, Origins, Addresses, Addresses).Sample((recipients, origin, from, to) =>
            Assert.DoesNotContain(
                Router.Route(Some.Snapshot(recipients: recipients), Some.Office, origin, Some.Path(from), to,
                    ServedMarks.None).Hops,
                hop => hop.Next is { IsInternet: true }));

    private static Gen<T> Const<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
