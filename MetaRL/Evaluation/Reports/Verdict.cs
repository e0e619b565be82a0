namespace MetaRL.Evaluation.Reports;

/// <summary>A statement in words.</summary>
/// <param name="Headline">The judgement alone, such as <c>maml adapts</c>.</param>
/// <param name="Details">The numbers behind it.</param>
public sealed record Verdict(string Headline, string Details)
{
    public override string ToString() => $"{Headline}: {Details}";
}
