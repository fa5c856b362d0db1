using System.Text;
using System.Xml.Linq;
using Causeway.Mail.Addresses;

namespace Causeway.Mail.Tests.Addresses;

/// <summary>
/// The cases of isemail (shared/data/address-isemail): what is valid for SMTP is read, alone or with comments and
/// folding around it; obsolete forms, what only RFC 5322 allows, and what is no address at all are refused.
/// </summary>
public sealed class IsEmailTests
{
    private static readonly string? Folder = FindFolder();

    private static readonly string[] Read =
    [
        "ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN", "ISEMAIL_RFC5321", "ISEMAIL_CFWS",
    ];

    // Where we judge otherwise, and why.
    private static readonly Dictionary<string, bool> Ours = new(StringComparer.Ordinal)
    {
        // A local part of no octets names nobody.
        ["\"\"@iana.org"] = false,

        // IPv6 addresses in which :: stands for one group: System.Net reads them, and there is no doubt.
        ["test@[IPv6:1111:2222:3333:4444:5555:6666::8888]"] = true,

        // A quoted character beyond ASCII, which RFC 6532 section 3.2 allows.
        ["\"test\\©\"@iana.org"] = true,

        // Folding and a comment within the address itself.
        ["\"test\r\n blah\"@iana.org"] = false,
        ["first.last@iana(1234567890123456789012345678901234567890123456789012345678901234567890).org"] = false,
    };

    [Theory]
    [InlineData("tests.xml", 164)]
    [InlineData("tests-original.xml", 279)]
    public void Each_case_is_read_or_refused_by_its_category(string file, int count)
    {
        Assert.SkipWhen(Folder is null, "The folder shared/data/address-isemail is not beside the repository.");
        var cases = XDocument.Load(Path.Combine(Folder!, file)).Root!.Elements("test").ToList();

        var wrong = cases.Select(one => (
                Address: Meant(one.Element("address")?.Value ?? ""), Category: one.Element("category")!.Value))
            .Where(one => IsRead(one.Address) != Ours.GetValueOrDefault(one.Address, Read.Contains(one.Category)))
            .Select(one => $"{one.Category} {one.Address}").ToList();

        Assert.Equal(count, cases.Count);
        Assert.Empty(wrong);
    }

    private static bool IsRead(string address) =>
        AddressList.TryParse(Encoding.UTF8.GetBytes(address + "\r\n"), out var list, out _) && list.Length == 1;

    // The file shows a control character by its picture.
    private static string Meant(string address) =>
        string.Concat(address.Select(c => c is >= '\u2400' and < '\u2420' ? (char)(c - '\u2400') : c));

    private static string? FindFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
            {
                var folder = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data", "address-isemail"));
                return Directory.Exists(folder) ? folder : null;
            }
        }

        return null;
    }
}
