namespace MetaRL.Evaluation.Measuring;

/// <summary>What stands for the best return of a task.</summary>
public enum OptimumKind
{
    /// <summary>The exact optimum, computed.</summary>
    Exact,

    /// <summary>A policy trained on that task alone: a lower bound of the optimum.</summary>
    Specialist,
}
