namespace MetaRL.Cli.Experiments;

/// <summary>What a command does with each experiment of its file, in this order.</summary>
[Flags]
internal enum Phases
{
    None = 0,
    Train = 1,
    Evaluate = 2,
    Compare = 4,
}
