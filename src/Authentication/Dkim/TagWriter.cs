using System.Text;

namespace Causeway.Authentication.Dkim;

/// <summary>Builds a field out of tags and folds it before column 78 (RFC 5322 section 2.1.1).</summary>
internal sealed class TagWriter(string name)
{
    private const int Columns = 77;

    private readonly StringBuilder text = new(name + ":");
    private int column = name.Length + 1;

    /// <summary>Adds a tag that stays on one line.</summary>
    public TagWriter Add(string tag, string value) => Word($" {tag}={value};");

    /// <summary>Adds a list, such as h=, that may be folded behind each colon.</summary>
    public TagWriter AddList(string tag, IEnumerable<string> names)
    {
        var before = $" {tag}=";
        foreach (var item in names)
        {
            Word(before + item);
            before = ":";
        }

        return Append(";");
    }

    /// <summary>The field as it is signed: b= stands last and is empty (RFC 6376 section 3.7).</summary>
    public byte[] Unsigned()
    {
        Word(" b=");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The whole field with its line end.</summary>
    public byte[] Signed(ReadOnlySpan<byte> signature)
    {
        ReadOnlySpan<char> rest = Convert.ToBase64String(signature);
        while (rest.Length > Columns - column)
        {
            var fits = Math.Max(0, Columns - column);
            Append(rest[..fits]).Append("\r\n\t");
            column = 1;
            rest = rest[fits..];
        }

        return Encoding.UTF8.GetBytes(Append(rest).text.Append("\r\n").ToString());
    }

    private TagWriter Word(string word)
    {
        if (column + word.Length >= Columns)
        {
            text.Append("\r\n\t");
            column = 1;
            word = word.TrimStart(' ');
        }

        return Append(word);
    }

    private TagWriter Append(ReadOnlySpan<char> some)
    {
        text.Append(some);
        column += some.Length;
        return this;
    }
}
