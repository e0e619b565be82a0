namespace MetaRL.Environments.Tasks;

/// <summary>Which part of a family's tasks to draw from.</summary>
/// <param name="Name">One of the four below, or the name of one of the family's frozen task sets.</param>
public sealed record TaskSplit(string Name)
{
    /// <summary>Tasks to learn on.</summary>
    public static readonly TaskSplit Train = new("train");

    /// <summary>Tasks of the same distribution that training never sees.</summary>
    public static readonly TaskSplit Test = new("test");

    /// <summary>Tasks spread evenly over the training ranges: a Latin hypercube.</summary>
    public static readonly TaskSplit Interpolation = new("interpolation");

    /// <summary>
    /// Tasks whose varying parameters are outside their training ranges; those with nothing beyond, inside.
    /// </summary>
    public static readonly TaskSplit Extrapolation = new("extrapolation");

    public override string ToString() => Name;
}
