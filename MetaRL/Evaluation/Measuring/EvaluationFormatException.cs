namespace MetaRL.Evaluation.Measuring;

/// <summary>
/// An evaluation result, in memory or in a file, that breaks the rules of its format; the message is one line.
/// </summary>
public sealed class EvaluationFormatException : Exception
{
    public EvaluationFormatException()
    {
    }

    public EvaluationFormatException(string message) : base(message)
    {
    }

    public EvaluationFormatException(string message, Exception cause) : base(message, cause)
    {
    }
}
