using System.Net;
using System.Text;
using Causeway.Authentication.SkipListing;
using Causeway.Core.Topology;
using Causeway.Mail;
using CsCheck;

namespace Causeway.Authentication.Tests.SkipListing;

public sealed class SourceWalkTests
{
    private const string Filter = "203.0.113.5";

    private static readonly Skip Listed = new() { Addresses = [IPNetwork.Parse("203.0.113.0/28")] };
    private static readonly Skip Default = Listed with { Last = true };

    private static readonly Gen<string> Fields = Gen.OneOf(
        Gen.OneOf("203.0.113.5", "203.0.113.9", "198.51.100.7", "192.0.2.1", "10.1.1.1", "127.0.0.1", "169.254.1.1",
            "100.64.9.9", "fe80::1", "fd00::1", "2001:db8::7", "::1", "::ffff:10.0.0.1", "0.0.0.0", "224.0.0.1")
            .Select(address => $"Received: from a.example (b [{address}]) by c.example with ESMTP; x"),
        Gen.OneOf("Received: from a.example by c.example with ESMTP; x", "Received: (qmail 1 invoked by uid 0); x",
            "Received: by c.example with SMTP id x; x", "Subject: x", "X-Received: from z ([192.0.2.99]) by y; x"));

    [Theory]
    // The filter, and whoever connected to it.
    [InlineData("last", Filter, "198.51.100.7", "198.51.100.7", 1)]
    [InlineData("list", Filter, "198.51.100.7", "198.51.100.7", 1)]
    // Steps within the filter: private addresses, and others of its own.
    [InlineData("last", Filter, "127.0.0.1 10.0.0.8 198.51.100.7 192.0.2.1", "198.51.100.7", 3)]
    [InlineData("list", Filter, "203.0.113.7 10.0.0.8 203.0.113.8 198.51.100.7 192.0.2.1", "198.51.100.7", 4)]
    [InlineData("last", Filter, "203.0.113.7 198.51.100.7", "203.0.113.7", 1)]
    [InlineData("both", Filter, "203.0.113.7 198.51.100.7", "198.51.100.7", 2)]
    // An address that nobody listed: the list names no more, and the last one is whoever's.
    [InlineData("list", "192.0.2.77", "198.51.100.7", "192.0.2.77", 0)]
    [InlineData("last", "192.0.2.77", "198.51.100.7", "198.51.100.7", 1)]
    // A filter within our own network.
    [InlineData("last", "10.0.0.5", "198.51.100.7 192.0.2.1", "198.51.100.7", 1)]
    [InlineData("list", "10.0.0.5", "198.51.100.7 192.0.2.1", "198.51.100.7", 1)]
    // IPv6, and IPv4 in its clothes.
    [InlineData("list", "::ffff:203.0.113.5", "2001:db8::7", "2001:db8::7", 1)]
    [InlineData("list", Filter, "::ffff:203.0.113.7 ::ffff:10.0.0.1 ::ffff:198.51.100.7", "198.51.100.7", 3)]
    [InlineData("list", Filter, "100.64.0.1 169.254.1.1 fe80::1%4 fd00::1 ::1 198.51.100.7", "198.51.100.7", 6)]
    public void The_first_public_address_that_is_not_skipped_is_the_source(
        string mode, string peer, string received, string source, int hops)
    {
        var skip = mode switch { "last" => Skip.LastAddress, "list" => Listed, _ => Default };
        var found = Find(skip, peer, received.Split(' ').Select(From));

        Assert.Equal((true, source, hops), (found.IsFound, found.Address.ToString(), found.HopsSkipped));
        Assert.Equal(hops == 0 ? "peer.example" : $"h{source}", found.Helo);
    }

    [Theory]
    [InlineData("", "No Received field names a public address that is not to be skipped.")]
    [InlineData("10.0.0.8 203.0.113.7", "No Received field names a public address that is not to be skipped.")]
    [InlineData("unknown 198.51.100.7", "Received field 1 does not say from which address it came.")]
    [InlineData("10.0.0.8 unknown 198.51.100.7", "Received field 2 does not say from which address it came.")]
    public void Where_nothing_usable_is_found_the_peer_stands_for_the_source(string received, string reason)
    {
        var fields = received.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(From);
        var found = Find(Default, Filter, fields);

        Assert.Equal(
            new TrueSource(IPAddress.Parse(Filter), "peer.example", 0, reason) { IsFound = false }, found);
    }

    [Fact]
    public void Steps_within_one_host_are_no_hops_of_their_own_and_other_fields_are_none()
    {
        var found = Find(Skip.LastAddress, Filter,
        [
            "Return-Path: <x@y.example>", "Received: (qmail 7 invoked by uid 89); x",
            "received : by mail.example with SMTP id x; x", "X-Received: from x ([192.0.2.9]) by y",
            From("198.51.100.7"),
        ]);
        Assert.Equal("198.51.100.7", found.Address.ToString());
    }

    [Fact]
    public void More_fields_than_a_message_can_honestly_have_are_not_read()
    {
        var found = Find(Default, Filter, Enumerable.Repeat(From("10.0.0.1"), 200).Append(From("198.51.100.7")));
        Assert.Equal(
            (false, "None of the first 100 Received fields names a source."), (found.IsFound, found.Reason));
    }

    [Fact]
    public void Where_nothing_is_skipped_the_peer_is_the_source() => Assert.Equal(
        (false, Filter, 0),
        Find(Skip.None, Filter, [From("198.51.100.7")]) is var found
            ? (found.IsFound, found.Address.ToString(), found.HopsSkipped) : default);

    [Fact]
    public void In_the_lab_loopback_counts_as_public()
    {
        var header = Header([From("127.0.0.101")]);
        Assert.Equal("127.0.0.101", SourceWalk.Find(
            IPAddress.Parse("127.0.0.10"), "h", header, Skip.LastAddress, loopbackCountsAsPublic: true)
            .Address.ToString());
        Assert.False(SourceWalk.Find(IPAddress.Parse("127.0.0.10"), "h", header, Skip.LastAddress).IsFound);
    }

    [Fact]
    public void A_source_that_was_found_is_public_and_not_to_be_skipped() =>
        Gen.Select(Gen.OneOf(Skip.LastAddress, Listed, Default), Fields.List[0, 12]).Sample((skip, fields) =>
            Find(skip, Filter, fields) is not { IsFound: true, Address: var address }
            || (new[] { "198.51.100.7", "192.0.2.1", "2001:db8::7", "203.0.113.5", "203.0.113.9" }
                    .Contains(address.ToString()) && !skip.Addresses.Any(network => network.Contains(address))));

    [Fact]
    public void Whatever_stands_below_the_source_changes_nothing() =>
        Gen.Select(Gen.OneOf(Skip.LastAddress, Listed, Default), Fields.List[0, 8], Fields.List[0, 8]).Sample(
            (skip, honest, forged) =>
            {
                var found = Find(skip, Filter, honest);
                return !found.IsFound || Find(skip, Filter, honest.Concat(forged)) == found;
            });

    [Fact]
    public void Behind_a_filter_that_writes_down_who_connected_no_stranger_says_who_he_is() =>
        Gen.Select(Gen.OneOf(Skip.LastAddress, Listed, Default), Fields.List[0, 12]).Sample((skip, forged) =>
            Find(skip, Filter, forged.Prepend(From("198.51.100.66"))).Address.ToString() == "198.51.100.66");

    private static string From(string address) => address == "unknown"
        ? "Received: from h (unknown [unknown]) by c.example with ESMTP; x"
        : $"Received: from h{(IPAddress.TryParse(address, out var plain) && plain.IsIPv4MappedToIPv6
            ? plain.MapToIPv4() : plain)} (r.example [{address}]) by c.example with ESMTP; x";

    private static TrueSource Find(Skip skip, string peer, IEnumerable<string> fields) =>
        SourceWalk.Find(IPAddress.Parse(peer), "peer.example", Header(fields), skip);

    private static HeaderBlock Header(IEnumerable<string> fields) =>
        HeaderBlock.Scan(Encoding.UTF8.GetBytes(string.Concat(fields.Select(field => field + "\r\n")) + "\r\n"));
}
