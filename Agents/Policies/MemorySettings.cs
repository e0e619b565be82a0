namespace MetaRL.Agents.Policies;

/// <summary>What a policy remembers with.</summary>
/// <param name="Hidden">H, numbers of its output and units in each layer.</param>
/// <param name="Layers">L.</param>
public abstract record MemorySettings(int Hidden, int Layers)
{
    /// <summary>The network, for inputs of I numbers.</summary>
    public abstract ISequenceModel Create(int inputs);

    /// <summary>The narrowest network that makes the same calls.</summary>
    public virtual MemorySettings Smallest() => this with { Hidden = 1 };
}

/// <summary>Gated recurrent units: <see cref="Gru"/>.</summary>
/// <param name="Hidden">H, units in each layer.</param>
/// <param name="Layers">L.</param>
/// <param name="Span">Steps T that its first weights remember for; 0: as long as biases of 0 do.</param>
public sealed record GruSettings(int Hidden, int Layers = 1, int Span = 0) : MemorySettings(Hidden, Layers)
{
    public override ISequenceModel Create(int inputs) => new Gru(inputs, Hidden, Layers, Span);
}

/// <summary>Long short-term memory: <see cref="Lstm"/>.</summary>
/// <param name="Hidden">H, units in each layer.</param>
/// <param name="Layers">L.</param>
/// <param name="Span">Steps T that its first weights remember for; 0: as long as forget biases of 1 do.</param>
public sealed record LstmSettings(int Hidden, int Layers = 1, int Span = 0) : MemorySettings(Hidden, Layers)
{
    public override ISequenceModel Create(int inputs) => new Lstm(inputs, Hidden, Layers, Span);
}

/// <summary>Causal self-attention: <see cref="Transformer"/>.</summary>
/// <param name="Hidden">H, width of a token.</param>
/// <param name="Layers">L, blocks.</param>
/// <param name="Heads">Attention heads, each of an even number H / Heads of numbers.</param>
/// <param name="Context">C, steps that it sees at most: the present one and those before it.</param>
public sealed record TransformerSettings(int Hidden, int Layers = 2, int Heads = 4, int Context = 1000)
    : MemorySettings(Hidden, Layers)
{
    public override ISequenceModel Create(int inputs) => new Transformer(inputs, this);

    public override MemorySettings Smallest() => this with { Hidden = 2, Heads = 1 };
}
