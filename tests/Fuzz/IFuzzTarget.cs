namespace Causeway.Fuzz;

/// <summary>Something that reads octets of strangers, with an oracle that says whether it read them well.</summary>
internal interface IFuzzTarget
{
    /// <summary>The name of the target, and of its folder in the corpus.</summary>
    string Name { get; }

    /// <summary>Pieces that mean something to the target; what is made of them gets further than noise.</summary>
    IReadOnlyList<byte[]> Words { get; }

    /// <summary>Reads the input, in pieces cut by <paramref name="random"/> as well.</summary>
    Judgement Judge(byte[] input, Random random);
}
