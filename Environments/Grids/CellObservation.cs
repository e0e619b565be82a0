namespace MetaRL.Environments.Grids;

/// <summary>How an agent sees its cell.</summary>
public enum CellObservation
{
    /// <summary>(x, y), each scaled to [−1, 1].</summary>
    Position,

    /// <summary>A one for the cell, zeros elsewhere.</summary>
    OneHot,
}
