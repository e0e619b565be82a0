namespace MetaRL.Optimizers;

/// <summary>Settings of an outer optimiser, by which experiment files name it.</summary>
public abstract record OuterSettings
{
    /// <summary>Its name in experiment files.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether it bounds its steps by policies, so that it has no meaning where the goal is the inner loss.
    /// </summary>
    public virtual bool NeedsPolicies => false;

    /// <summary>The optimiser with these settings.</summary>
    public abstract IOuterOptimizer Create();
}
