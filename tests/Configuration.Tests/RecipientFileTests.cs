using System.Text;
using Causeway.Core.Topology;

namespace Causeway.Configuration.Tests;

public sealed class RecipientFileTests : IDisposable
{
    private const string Header = "address,kind,site,proxies,members,target,forward,keep\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "1:1: the file is empty; write the header 'address,kind,site'")]
    [InlineData("addres,kind,site\n", "1:1: column 1 is 'addres'; write 'address'")]
    [InlineData("address,kind\n", "1:9: the header ends with 'kind'; write 'address,kind,site' first")]
    [InlineData(
        "address,kind,site,proxy\n",
        "1:19: 'proxy' is no column; write proxies, members, target, forward, keep, accept-from, send-as or quota")]
    [InlineData("address,kind,site,memebrs\n", "1:19: 'memebrs' is no column; write 'members'")]
    [InlineData("address,kind,site,keep,keep\n", "1:24: a second column 'keep'; write it once")]
    public void The_header_names_the_columns(string text, string expected) => Assert.Equal([expected], FaultsOf(text));

    [Theory]
    [InlineData(
        "a@contoso.example,mailbox",
        "2:1: 2 fields where the header has 8; write 8, with nothing between the commas of an empty one")]
    [InlineData("a@contoso.example,mailbx,cloud,,,,,", "2:19: 'mailbx' is no kind; write 'mailbox'")]
    [InlineData("a@contoso.example,mailbox,clowd,,,,,", "2:27: no site is called 'clowd'; write 'cloud'")]
    [InlineData("a@contoso.example,mailbox,,,,,,", "2:27: a mailbox without a site; write the site that holds it")]
    [InlineData("a@contoso.example,shared,,,,,,", "2:26: a shared without a site; write the site that holds it")]
    [InlineData(",mailbox,cloud,,,,,", "2:1: no address; write the address of the recipient")]
    [InlineData("a@b@,mailbox,cloud,,,,,", "2:1: 'a@b@' is no mail address; write it as ada@contoso.example")]
    [InlineData(
        "a@fabrikam.example,mailbox,cloud,,,,,",
        "2:1: 'a@fabrikam.example' is in no domain of the organization;"
        + " write an address in contoso.example, or its domain into 'domains'")]
    [InlineData(
        "a@contoso.example,mailbox,cloud,b@contoso.example; c@fabrikam.example,,,,",
        "2:52: 'c@fabrikam.example' is in no domain of the organization;"
        + " write an address in contoso.example, or its domain into 'domains'")]
    [InlineData(
        "a@contoso.example,mailbox,cloud,a@contoso.mail.cloud.example,,,,",
        "2:33: 'a@contoso.mail.cloud.example' is in no domain of the organization;"
        + " leave it out, since every address has one in the routing domain")]
    [InlineData(
        "a@contoso.example,contact,,,,,,",
        "2:30: a contact without a target; write its outside address into the column 'target'")]
    [InlineData(
        "a@contoso.example,mailbox,cloud,,,b@fabrikam.example,,",
        "2:35: a mailbox with a target; leave it empty, or write mail-user or contact as the kind")]
    [InlineData(
        "a@contoso.example,mailbox,cloud,,b@contoso.example,,,",
        "2:34: a mailbox with 'members'; leave it empty: only a group has members")]
    [InlineData(
        "a@contoso.example,group,cloud,,,,b@contoso.example,",
        "2:34: a group with 'forward'; leave it empty: only mailbox and shared forward")]
    [InlineData("a@contoso.example,mailbox,cloud,,,,,maybe", "2:37: 'keep' is 'maybe'; write yes or no")]
    [InlineData(
        "\"a@contoso.example,mailbox",
        "2:1: a quote that is never closed; write a quote at the end of the field")]
    [InlineData(
        "\"john doe\"@contoso.example,mailbox,cloud,,,,,",
        "2:11: text behind a closing quote; write the whole field in quotes, with each quote inside it doubled")]
    public void A_fault_names_its_place_and_what_to_write(string row, string expected) =>
        Assert.Equal([expected], FaultsOf(Header + row + "\n"));

    [Fact]
    public void All_faults_of_both_files_are_found_in_one_run()
    {
        folder.Write("r.csv", Header + "a@contoso.example,x,cloud,,,,,\nb@contoso.example,mailbox,y,,,,,\n");
        folder.Write("causeway.yaml", Some.Topology("recipients: r.csv\noutage: soon"));

        Assert.Equal(
            ["causeway.yaml:11:9", "r.csv:2:19", "r.csv:3:27"],
            TopologyReader.Read(folder.At("causeway.yaml")).Faults
                .Select(fault => $"{Path.GetFileName(fault.File)}:{fault.Line}:{fault.Column}"));
    }

    [Fact]
    public void Quotes_hold_commas_quotes_and_line_ends_and_a_fault_behind_them_keeps_its_place()
    {
        var faults = FaultsOf(
            Header
            + "\"\"\"john, doe\"\"@contoso.example\",mailbox,cloud,,,,,\r\n"
            + "team@contoso.example,group,cloud,,\"\"\"a\"\"@contoso.example;\n;b@\",,,\n"
            + "x,mailbox,cloud,,,,,\n");

        Assert.Equal(
            ["4:2: 'b@' is no mail", "5:1: 'x' is no mail"],
            faults.Select(fault => fault[..fault.IndexOf(" address", StringComparison.Ordinal)]));
    }

    [Fact]
    public void A_byte_order_mark_CRLF_empty_lines_and_columns_in_any_order_are_read()
    {
        var rows = Read("\ufeffaddress,kind,site,keep,forward\r\n\r\n"
            + "ada@contoso.example,mailbox,cloud,no,\"bob@fabrikam.example; eve@fabrikam.example\"\r\n"
            + "Postmaster@CONTOSO.example,shared,office,,").Rows;

        Assert.Equal(["ada@contoso.example", "Postmaster@contoso.example"], rows.Select(row => row.Address.ToString()));
        Assert.Equal(["bob@fabrikam.example", "eve@fabrikam.example"], rows[0].Forward.Select(a => a.ToString()));
        Assert.False(rows[0].Keep);
        Assert.True(rows[1].Keep);
        Assert.Equal(SiteName.Parse("office"), rows[1].Site);
    }

    [Fact]
    public void One_address_in_two_rows_is_readable()
    {
        const string row = "ada@contoso.example,mailbox,cloud,,,,,\n";
        Assert.Equal(2, Read(Header + row + row).Rows.Count);
    }

    [Fact]
    public void A_contact_and_a_group_need_no_site()
    {
        const string contact = "c@contoso.example,contact,,,,x@fabrikam.example,,\n";
        var rows = Read(Header + contact + "g@contoso.example,group,,,,,,\n").Rows;

        Assert.All(rows, row => Assert.Null(row.Site));
        Assert.Equal("x@fabrikam.example", rows[0].Target.ToString());
    }

    [Fact]
    public void Who_may_write_who_may_send_as_it_and_how_much_it_holds_are_read()
    {
        const string header = "address,kind,site,accept-from,send-as,quota\n";
        var rows = Read(header
            + "ada@contoso.example,mailbox,cloud,inside,,5GiB\n"
            + "team@contoso.example,group,cloud,ada@contoso.example,ada@contoso.example,\n").Rows;

        Assert.True(rows[0].InsideOnly);
        Assert.Equal(5L << 30, rows[0].Quota);
        Assert.False(rows[1].InsideOnly);
        Assert.Equal("ada@contoso.example", Assert.Single(rows[1].AcceptFrom).ToString());
        Assert.Equal("ada@contoso.example", Assert.Single(rows[1].SendAs).ToString());
        Assert.Equal(
            [
                "2:33: 'quota' is 'lots'; write it as 5GiB",
                "3:29: a group with 'quota'; leave it empty: only mailbox and shared have one",
            ],
            FaultsOf("address,kind,site,quota\n"
                + "a@contoso.example,mailbox,cloud,lots\nteam@contoso.example,group,,1GiB\n"));
    }

    [Fact]
    public void A_file_that_is_not_UTF_8_is_refused_at_the_octet()
    {
        File.WriteAllBytes(folder.At("r.csv"), [.. "address,kind,site\né"u8, 0xE9, (byte)'\n']);
        folder.Write("causeway.yaml", Some.Topology("recipients: r.csv"));

        var fault = Assert.Single(TopologyReader.Read(folder.At("causeway.yaml")).Faults);

        Assert.Equal(
            new Fault(folder.At("r.csv"), 2, 2, "the octet 0xE9 is not UTF-8", "save the file as UTF-8"), fault);
    }

    [Fact]
    public void A_thousand_faults_are_enough()
    {
        var text = new StringBuilder(Header).Insert(Header.Length, "x,mailbox,cloud,,,,,\n", 1500).ToString();
        var faults = FaultsOf(text);

        Assert.Equal(1001, faults.Count);
        Assert.Equal("1001:1: more than 1000 faults; write those above anew first", faults[^1]);
    }

    private RecipientTable Read(string text)
    {
        Assert.Empty(FaultsOf(text));
        return TopologyReader.Read(folder.At("causeway.yaml")).Topology!.Recipients;
    }

    private List<string> FaultsOf(string text)
    {
        folder.Write("r.csv", text);
        folder.Write("causeway.yaml", Some.Topology("recipients: r.csv"));
        var start = folder.At("r.csv").Length + 1;
        return [.. TopologyReader.Read(folder.At("causeway.yaml")).Faults.Select(fault => fault.ToString()[start..])];
    }
}
