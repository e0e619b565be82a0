using MetaRL.Agents.InnerLoops;
using MetaRL.Baselines;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Configuration;

/// <summary>
/// Every algorithm that experiment files can name, in the order of tables and of the default comparison.
/// </summary>
public static class Algorithms
{
    /// <summary>Those that are compared where an experiment names none.</summary>
    public static IReadOnlyList<string> ByDefault { get; } = ["maml", "multi-task", "random", "oracle"];

    public static Registry<LearnerSettings> All { get; } = new("algorithm",
    [
        Learner(
            "maml", "initial weights that a few updates adapt to every task", "Finn, Abbeel, Levine 2017",
            entry => new MamlSettings(entry.Order(), entry.Outer(), entry.SamplingCredit())),
        Learner(
            "fomaml", "maml without derivatives of the inner gradients", "Finn, Abbeel, Levine 2017 (first order)",
            entry => new MamlSettings(GradientOrder.First, entry.Outer(), entry.SamplingCredit())),
        Learner(
            "reptile", "initial weights near the adapted ones of all tasks, without a meta-gradient",
            "Nichol, Achiam, Schulman 2018",
            entry => new ReptileSettings(entry.Outer<DescentSettings>(OuterOptimizers.ByGradient))),
        Learner(
            "meta-sgd", "maml that learns a step size for each weight", "Li et al. 2017",
            entry => new MetaSgdSettings(entry.Descending("meta-sgd").InnerStepSize, entry.Order(), entry.Outer())),
        Learner(
            "anil", "maml of which only the last layer adapts", "Raghu et al. 2020",
            entry => new AnilSettings(entry.Descending("anil").Order(), entry.Outer())),
        Learner(
            "cavia", "maml of which only context parameters beside the observation adapt", "Zintgraf et al. 2019",
            entry => new CaviaSettings(entry.Descending("cavia").Size("context", 5), entry.Order(), entry.Outer())),
        Learner(
            "promp", "maml with an inner loss of low-variance curvature, kept near its data, and PPO",
            "Rothfuss et al. 2019",
            entry => entry.ProMp()),
        Learner(
            "rl2", "a recurrent policy that remembers the episodes of its task", "Duan et al. 2016 (RL²)",
            entry => entry.RlSquared()),
        Learner(
            "varibad", "a policy that sees a belief about its task, learnt by explaining trials",
            "Zintgraf et al. 2020 (VariBAD)",
            entry => entry.VariBad()),
        Learner(
            "pearl", "soft actor-critic that is told a sample of the posterior over its task",
            "Rakelly et al. 2019 (PEARL)",
            entry => entry.SoftActorCritic().Pearl()),
        Learner(
            "algorithm-distillation", "a policy that goes on as learning histories of Q-learning go on",
            "Laskin et al. 2023", entry => entry.AlgorithmDistillation()),
        Learner(
            "dpt", "a policy that says in context which action is probably optimal", "Lee et al. 2023",
            entry => entry.DecisionPretraining()),
        Learner(
            "multi-task", "pre-trained on all tasks without adapting, then adapted alike",
            "Finn, Abbeel, Levine 2017 (\"pretrained\")",
            entry => new MultiTaskSettings(entry.Outer())),
        Learner(
            "sac", "soft actor-critic on all tasks; it does not adapt", "Haarnoja et al. 2018",
            entry => entry.SoftActorCritic().MultiTask()),
        Learner(
            "random", "random weights, then adapted alike", null,
            _ => new FromScratchSettings(DataRatio: 1)),
        Learner(
            "oracle", "a policy that is told the task; it does not adapt", "Finn, Abbeel, Levine 2017 (\"oracle\")",
            entry => new TaskConditionedOracleSettings(entry.Outer())),
        Learner(
            "robust", "one policy for all tasks; it does not adapt",
            "Tobin et al. 2017; Peng et al. 2018 (domain randomisation)",
            entry => new RobustSettings(entry.Outer())),
        Learner(
            "from-scratch", "learning from scratch in every task, with several times the data", null,
            entry => entry.FromScratch()),
        Learner(
            "specialist", "a policy trained on each task until it stops improving", "Ros, Hansen 2008 (sep-CMA-ES)",
            entry => entry.Specialist()),
        Learner(
            "classical", "a published algorithm for bandits, tabular MDPs or grids, such as TS, PSRL and Bayes",
            "see docs/reference-agents.md",
            entry => entry.Classical()),
    ]);

    private static Entry<LearnerSettings> Learner(
        string name, string summary, string? paper, Func<AlgorithmSection, LearnerSettings> read) =>
        new(name, summary, paper, (section, shared) => read(new AlgorithmSection(section, shared)));
}
