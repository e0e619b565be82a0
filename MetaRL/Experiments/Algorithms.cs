using MetaRL.Agents.InnerLoops;
using MetaRL.Baselines;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Experiments;

/// <summary>An algorithm that experiment files can name.</summary>
public sealed class AlgorithmEntry
{
    internal AlgorithmEntry(
        string name, string summary, string? paper, Func<AlgorithmSection, LearnerSettings> read, bool byDefault = false) =>
        (Name, Summary, Paper, Read, ByDefault) = (name, summary, paper, read, byDefault);

    /// <summary>Its name there.</summary>
    public string Name { get; }

    /// <summary>One line.</summary>
    public string Summary { get; }

    /// <summary>Where it was published; null where it is common knowledge.</summary>
    public string? Paper { get; }

    /// <summary>Whether it is in the comparison of an experiment that names no algorithms.</summary>
    public bool ByDefault { get; }

    /// <summary>Reads its own keys.</summary>
    internal Func<AlgorithmSection, LearnerSettings> Read { get; }
}

/// <summary>Every algorithm that experiment files can name, in the order of tables and of the default comparison.</summary>
public static class Algorithms
{
    public static IReadOnlyList<AlgorithmEntry> All { get; } =
    [
        new(
            "maml", "weights from which a few updates lead far in every task", "Finn, Abbeel, Levine 2017",
            entry => new MamlSettings(entry.Order(), entry.Outer(), entry.SamplingCredit()), byDefault: true),
        new(
            "fomaml", "maml without derivatives of the inner gradients", "Finn, Abbeel, Levine 2017 (first order)",
            entry => new MamlSettings(GradientOrder.First, entry.Outer(), entry.SamplingCredit())),
        new(
            "reptile", "weights near those to which tasks lead, without any meta-gradient", "Nichol, Achiam, Schulman 2018",
            entry => new ReptileSettings(entry.Outer<DescentSettings>(OuterReader.Sgd, OuterReader.Adam))),
        new(
            "meta-sgd", "maml that learns a step size for each weight", "Li et al. 2017",
            entry => new MetaSgdSettings(entry.Descending("meta-sgd").InnerStepSize, entry.Order(), entry.Outer())),
        new(
            "anil", "maml of which only the last layer adapts", "Raghu et al. 2020",
            entry => new AnilSettings(entry.Descending("anil").Order(), entry.Outer())),
        new(
            "cavia", "maml of which only context parameters beside the observation adapt", "Zintgraf et al. 2019",
            entry => new CaviaSettings(entry.Descending("cavia").Int("context", 5), entry.Order(), entry.Outer())),
        new(
            "promp", "maml with an inner loss of low-variance curvature, kept near its data, and PPO", "Rothfuss et al. 2019",
            entry => entry.ProMp()),
        new(
            "rl2", "a recurrent policy that remembers the episodes of its task", "Duan et al. 2016 (RL²)",
            entry => entry.RlSquared()),
        new(
            "multi-task", "pre-trained on all tasks without adapting, then adapted alike", "Finn, Abbeel, Levine 2017 (\"pretrained\")",
            entry => new MultiTaskSettings(entry.Outer()), byDefault: true),
        new(
            "random", "random weights, then adapted alike", null,
            _ => new FromScratchSettings(DataRatio: 1), byDefault: true),
        new(
            "oracle", "a policy that is told the task; it does not adapt", "Finn, Abbeel, Levine 2017 (\"oracle\")",
            entry => new TaskConditionedOracleSettings(entry.Outer()), byDefault: true),
        new(
            "robust", "one policy for all tasks; it does not adapt", "Tobin et al. 2017; Peng et al. 2018 (domain randomisation)",
            entry => new RobustSettings(entry.Outer())),
        new(
            "from-scratch", "an ordinary learner in every task, with several times the data", null,
            entry => entry.FromScratch()),
        new(
            "specialist", "a policy trained on each task until it stops improving", "Ros, Hansen 2008 (sep-CMA-ES)",
            entry => entry.Specialist()),
        new(
            "classical", "a published algorithm for bandits, tabular MDPs or grids, such as TS, PSRL and Bayes", "see docs/reference-agents.md",
            entry => entry.Classical()),
    ];
}
