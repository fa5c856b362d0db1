namespace Causeway.Queue.Spooling;

/// <summary>Whose mail is refused for now, since disk or memory run short.</summary>
public enum PressureLevel
{
    None,

    /// <summary>Mail from outside the organization.</summary>
    Strangers,

    Everybody,
}
