namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// Evaluation results, each valid, that cannot stand in one table: other tasks, horizons or environments.
/// </summary>
public sealed class IncomparableException : Exception
{
    public IncomparableException()
    {
    }

    public IncomparableException(string message) : base(message)
    {
    }

    public IncomparableException(string message, Exception cause) : base(message, cause)
    {
    }
}
