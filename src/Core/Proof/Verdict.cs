namespace Causeway.Core.Proof;

/// <summary>What the proof says of a property.</summary>
public enum Verdict
{
    Pass,

    /// <summary>Holds, but weaker than it should.</summary>
    Warn,

    /// <summary>Does not hold: there is a counterexample.</summary>
    Fail,

    /// <summary>Holds if a foreign platform is set up as the summary says.</summary>
    Assumed,

    NotApplicable,

    NotChecked,
}
