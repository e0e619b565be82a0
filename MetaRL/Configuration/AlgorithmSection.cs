using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Baselines;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Configuration;

/// <summary>One entry of <c>algorithms</c>: the keys that algorithms share, read by whoever has them.</summary>
/// <param name="section">The section.</param>
/// <param name="shared">What they share beside.</param>
internal sealed class AlgorithmSection(YamlSection section, SharedSettings shared)
{
    private const int MostLayers = 100; // of a memory; each is a level of recursion in its gradient
    private const int MostEpisodes = 65_536; // of a trial, which memory holds as a whole
    private const int MostSourceUpdates = 1_000_000; // of a history, all in one meta-iteration
    internal const double MostReplayBytes = 4e9; // twice of which are held while it changes

    /// <summary><c>order</c> of the meta-gradient.</summary>
    public GradientOrder Order() =>
        section.Choice("order", [("second", GradientOrder.Second), ("first", GradientOrder.First)]);

    /// <summary><c>outer</c>, completed by the experiment's.</summary>
    public OuterSettings Outer() => Outer<OuterSettings>(OuterOptimizers.All);

    /// <summary><c>outer</c> of a learner that takes some optimisers only, the first of them by default.</summary>
    public T Outer<T>(Registry<OuterSettings> choices)
        where T : OuterSettings => (T)OuterOptimizers.Read(section.Section("outer"), shared, choices);

    /// <summary>How many numbers a vector of its own has.</summary>
    public int Size(string key, int fallback) => section.Int(key, fallback, atLeast: 1, PolicyReader.MostUnits);

    /// <summary>A weight of its own, at least 0.</summary>
    public double Weight(string key, double fallback) => section.Number(key, fallback, NumberRule.AtLeastZero);

    /// <summary>α of a task's first update.</summary>
    public double InnerStepSize => shared.Inner.Loop.StepSize;

    /// <summary><c>estimator</c> of the meta-gradient, written or not: whether sampling is credited.</summary>
    public bool SamplingCredit() =>
        section.HasOptional("estimator") && section.Choice("estimator", [("maml", false), ("e-maml", true)]);

    /// <summary>Keys of ProMP, which brings an inner loss of its own.</summary>
    public ProMpSettings ProMp() => shared.Inner.Loop is PolicyGradientSettings inner
        ? new(inner, Weight("inner_kl", 5e-4), Outer<PpoSettings>(OuterOptimizers.Ppo))
        : throw section.Error(
            "",
            "promp has an inner loss of its own: inner.algorithm must be policy-gradient; set it, or remove promp.");

    /// <summary>Refuses an inner loop whose steps a policy cannot change.</summary>
    public AlgorithmSection Descending(string name) => shared.Inner.Loop.Descends
        ? this
        : throw section.Error(
            "",
            $"{name} changes what a gradient step changes: inner.algorithm must be policy-gradient or ppo; set it, or"
            + $" remove {name}.");

    /// <summary>How many times the data of the others an ordinary learner gets.</summary>
    public FromScratchSettings FromScratch() => new(section.Int("data_ratio", 10, atLeast: 1));

    /// <summary>One of the family's reference agents.</summary>
    public ClassicalSettings Classical()
    {
        var family = shared.Family;
        (string Name, ReferenceAgent Agent)[] agents = [.. family.ReferenceAgents.Select(agent => (agent.Name, agent))];
        return agents.Length == 0
            ? throw section.Error(
                "",
                $"There are no classical agents for {family.Name} with these settings; there are some for {Known()}"
                    + " where nothing else is hidden. Remove the algorithm.")
            : section.HasOptional("agent")
                ? new ClassicalSettings(section.Choice("agent", agents))
                : throw section.Error(
                    "",
                    $"{section.Name("agent")} is required: {string.Join(", ", agents.Select(agent => agent.Name))}.");
    }

    // Families that have reference agents
    private static string Known()
    {
        string[] names = [.. Families.All.Names.Where(name => Families.Create(name).ReferenceAgents.Count > 0)];
        return $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    /// <summary>How a specialist is trained.</summary>
    public SpecialistAgentSettings Specialist() => shared.Family.Actions is Box { IsBounded: false }
        ? throw section.Error(
            "",
            $"A specialist needs bounded actions, but those of {shared.Family.Name} are {shared.Family.Actions};"
            + " remove the algorithm.")
        : new SpecialistAgentSettings(SpecialistReader.Read(section, new SpecialistSettings(), atLeastGenerations: 1));

    // As many episodes in a trial as the others play rounds in an iteration: the same budget.
    public RlSquaredSettings RlSquared()
    {
        var (memory, episodes, wiring) = (Memory("gru"), Episodes(), Wiring());
        var ppo = OuterOptimizers.ReadRecurrentPpo(section.Section("ppo"), shared.Training);
        wiring = wiring with { PredictsReward = ppo.RewardWeight > 0 };
        return shared.Family.Actions is not Discrete
            && (wiring.PredictsReward || wiring.Sees == PreviousStep.Transition)
            ? throw section.Error(
                "",
                $"'sees: transition' and 'reward_weight' need discrete actions, which {shared.Family.Name} has not;"
                + " remove the keys.")
            : new RlSquaredSettings(memory, episodes, ppo, wiring);
    }

    /// <summary>Keys of DPT, in families whose optimal actions what is observed tells.</summary>
    public DecisionPretrainingSettings DecisionPretraining()
    {
        if (shared.Family is not TabularFamily family || !TabularFamily.ObservesState(family.Create(Defaults, 1)))
        {
            throw section.Error(
                "",
                "dpt learns from exact optimal actions, which need a tabular family whose observations tell the state;"
                + $" {shared.Family.Name} as it is set is none; remove the algorithm, or use 'observation: position'"
                + " where that tells it.");
        }

        var (memory, episodes, wiring) = (Memory("transformer"), Episodes(), Wiring());
        var behavior = section.Choice("behavior", [("random", Behavior.Random), ("own", Behavior.Own)]);
        return new DecisionPretrainingSettings(memory, episodes, behavior, Imitation(), wiring);
    }

    /// <summary>Keys of algorithm distillation.</summary>
    public AlgorithmDistillationSettings AlgorithmDistillation()
    {
        if (shared.Family is not TabularFamily)
        {
            throw section.Error(
                "",
                "algorithm-distillation learns from tabular Q-learning, which needs a tabular family, and"
                + $" {shared.Family.Name} is none; remove the algorithm.");
        }

        var (memory, wiring) = (Memory("transformer"), Wiring());
        var episodes = section.Int("episodes", 20, atLeast: 2, MostEpisodes);
        var source = section.Section("source");
        var updates = source.Int("updates", 199, atLeast: episodes - 1, atMost: MostSourceUpdates);
        var settings = new AlgorithmDistillationSettings(
            memory, episodes, new SourceSettings(InnerLoops.QLearning(source), updates), Imitation(),
            wiring);
        source.End();
        return settings;
    }

    private static readonly Dictionary<string, TorchSharp.torch.Tensor> Defaults = [];

    private int Episodes() => section.Int("episodes", shared.Inner.Updates + 1, atLeast: 1, MostEpisodes);

    private RecurrentWiring Wiring() => new(
        section.Choice("sees", "action", [("action", PreviousStep.Action), ("transition", PreviousStep.Transition)]),
        section.Int("readout", 0, atLeast: 0, PolicyReader.MostUnits));

    private ImitationSettings Imitation() =>
        OuterOptimizers.ReadImitation(section.Section("imitation"), shared.Training);

    // Of 128 units, or of 64 in a transformer, which has several such matrices in a block.
    private MemorySettings Memory(string fallback) => section.Choice<Func<MemorySettings>>(
        "memory", fallback, [("gru", Gru), ("lstm", Lstm), ("transformer", Transformer)])();

    private GruSettings Gru() => new(Size("hidden", 128), Layers(1), Span());

    private LstmSettings Lstm() => new(Size("hidden", 128), Layers(1), Span());

    private TransformerSettings Transformer()
    {
        Refuse("memory_span", "a transformer has no gates");
        var settings = new TransformerSettings(
            Size("hidden", 64), Layers(2), section.Int("heads", 4, atLeast: 1, PolicyReader.MostUnits),
            section.Int("context", 1000, atLeast: 1));
        return settings.Hidden % (2 * settings.Heads) == 0
            ? settings
            : throw section.Error(
                "heads",
                $"Each of {settings.Heads} attention heads takes an even share of {settings.Hidden} units, which they"
                + $" do not divide; make {section.Name("hidden")} a multiple of {2 * settings.Heads}.");
    }

    private int Layers(int fallback) => section.Int("layers", fallback, atLeast: 1, MostLayers);

    // Of memories with gates.
    private int Span()
    {
        Refuse("heads", "only a transformer has it");
        Refuse("context", "only a transformer has it");
        return section.Int("memory_span", 0, atLeast: 0) is var span && span != 1
            ? span
            : throw section.Error("memory_span", $"{section.Name("memory_span")} must be 0 or at least 2, but is 1.");
    }

    private void Refuse(string key, string reason)
    {
        if (section.Has(key))
        {
            throw section.Meaningless(key, reason);
        }
    }

    /// <summary>Keys of VariBAD.</summary>
    public VariBadSettings VariBad()
    {
        var (hidden, layers) = (Size("hidden", 64), Layers(1));
        var (latent, episodes) = (Size("latent", 5), Episodes());
        var ppo = OuterOptimizers.ReadRecurrentPpo(section.Section("ppo"), shared.Training);
        if (ppo.RewardWeight > 0)
        {
            throw section.Error(
                "ppo", "'reward_weight' is for rl2, varibad's decoder predicts rewards anyway; remove the key.");
        }

        var belief = OuterOptimizers.ReadBelief(section.Section("belief"), shared.Training);
        var settings = new VariBadSettings(
            hidden, layers, latent, episodes, ppo, Decoder(section.Section("decoder")), belief);
        return settings.ReplayBytes(shared.Family) is var bytes && bytes <= MostReplayBytes
            ? settings
            : throw section.Error(
                "belief",
                $"The replay of {belief.Replay} trials would take {bytes / 1e9:0} GB, and may take"
                + $" {MostReplayBytes / 1e9:0}; set belief.replay lower.");
    }

    /// <summary>Keys of soft actor-critic and PEARL.</summary>
    public SoftActorCriticReader SoftActorCritic() => new(section, shared);

    private TaskDecoderSettings Decoder(YamlSection decoder)
    {
        var heads = decoder.Flag("heads", false);
        var settings = new TaskDecoderSettings(
            decoder.Ints("hidden", [32, 32], atLeast: 1, PolicyReader.MostUnits),
            decoder.Choice(
                "rewards", [("gaussian", RewardLikelihood.Gaussian), ("bernoulli", RewardLikelihood.Bernoulli)]),
            heads, !heads && decoder.Flag("sees_action", false),
            decoder.Number("transition_weight", 0, NumberRule.AtLeastZero));
        decoder.End();
        return heads && shared.Family is not TabularFamily { ObservesOneHot: true }
            ? throw decoder.Error(
                "heads",
                "Heads are one for each number of a one-hot observation, which this family has not; set"
                + " family.observation to one-hot, or heads to false.")
            : settings;
    }
}
