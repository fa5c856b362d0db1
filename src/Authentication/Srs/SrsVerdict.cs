namespace Causeway.Authentication.Srs;

/// <summary>What becomes of a return address when its maker reads it.</summary>
public enum SrsVerdict
{
    Genuine,

    /// <summary>It was made up, or its hash or what it stands for was changed.</summary>
    WrongHash,

    TooOld,
}
