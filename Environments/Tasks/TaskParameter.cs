namespace MetaRL.Environments.Tasks;

/// <summary>A closed interval [<paramref name="Low"/>, <paramref name="High"/>].</summary>
public readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => value >= Low && value <= High;

    public override string ToString() => $"[{Low}, {High}]";
}

/// <summary>One dimension along which the tasks of a family differ.</summary>
/// <param name="Name">Name of the tensor that carries it in a <see cref="TaskBatch"/>.</param>
/// <param name="Unit">Unit in which its values are given.</param>
/// <param name="Default">Value of the task that the literature calls the standard one.</param>
/// <param name="Train">Interval that training tasks come from.</param>
/// <param name="Extrapolation">Wider interval for tasks beyond training; values inside <paramref name="Train"/> are left out.</param>
public sealed record TaskParameter(string Name, string Unit, double Default, Interval Train, Interval Extrapolation);
