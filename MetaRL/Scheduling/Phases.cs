namespace MetaRL.Scheduling;

/// <summary>What is done with each experiment, in this order.</summary>
[Flags]
public enum Phases
{
    None = 0,
    Train = 1,
    Evaluate = 2,
    Compare = 4,
}
