namespace MetaRL.Environments.Tasks;

/// <summary>Which part of a family's tasks to draw from.</summary>
/// <param name="Name"><c>train</c>, <c>test</c>, or the name of one of the family's frozen task sets.</param>
public sealed record TaskSplit(string Name)
{
    /// <summary>Tasks to learn on.</summary>
    public static readonly TaskSplit Train = new("train");

    /// <summary>Tasks of the same distribution that training never sees.</summary>
    public static readonly TaskSplit Test = new("test");

    public override string ToString() => Name;
}
