namespace MetaRL.Evaluation.Measuring;

/// <summary>
/// What an evaluation was made from; the hash of its tasks is <see cref="EvaluationResult.TaskHash"/>.
/// </summary>
/// <param name="Iteration">Meta-iterations that the agent had learnt for.</param>
/// <param name="Settings">Every setting that its numbers depend on, by full key.</param>
public sealed record EvaluationSource(long Iteration, IReadOnlyDictionary<string, string> Settings);
