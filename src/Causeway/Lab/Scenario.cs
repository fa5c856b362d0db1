using Causeway.CommandLine;

namespace Causeway.Lab;

/// <summary>One thing that the lab tries, with what must come of it.</summary>
internal abstract class Scenario(string id, string title)
{
    public string Id => id;

    public string Title => title;

    /// <summary>True where what was observed tells more than the hops do.</summary>
    public virtual bool TellsObserved => false;

    public abstract Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct);
}
