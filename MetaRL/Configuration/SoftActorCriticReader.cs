using MetaRL.Baselines;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;

namespace MetaRL.Configuration;

/// <summary>Reads the keys of <c>sac</c> and <c>pearl</c>.</summary>
/// <param name="section">Of one of them.</param>
/// <param name="shared">What the experiment says above.</param>
internal sealed class SoftActorCriticReader(YamlSection section, SharedSettings shared)
{
    private const int MostTasks = 10_000; // of a training set
    private const int MostInBatch = 10_000; // tasks, transitions of each, and transitions of a context
    private const int MostReplay = 10_000_000; // transitions of a task
    private const int MostEpisodes = 1_000; // of an environment in an iteration, which memory holds as a whole

    /// <summary>Those of the baseline.</summary>
    public MultiTaskSoftActorCriticSettings MultiTask()
    {
        Require("sac");
        var episodes = Episodes("episodes", shared.Inner.Updates + 1, atLeast: 1);
        var learning = Learning(new SoftActorCriticSettings());
        RequireMemory(learning, context: null);
        return new MultiTaskSoftActorCriticSettings(learning, episodes);
    }

    /// <summary>Those of PEARL, by default as the authors' code has them but for its sizes.</summary>
    public PearlSettings Pearl()
    {
        Require("pearl");
        var context = new ContextSettings(
            section.Int("latent", 5, atLeast: 1, PolicyReader.MostUnits),
            section.Ints("encoder", [64, 64], atLeast: 1, PolicyReader.MostUnits),
            section.Int("context", 64, atLeast: 1, MostInBatch),
            section.Flag("sees_next", false),
            section.Number("divergence_weight", 0.1, NumberRule.AtLeastZero),
            Episodes("prior_episodes", 1, atLeast: 1),
            Episodes("posterior_episodes", shared.Inner.Updates, atLeast: 0),
            Episodes("extra_posterior_episodes", 0, atLeast: 0),
            Episodes("exploration_episodes", 1, atLeast: 1));
        var learning = Learning(new SoftActorCriticSettings(RewardScale: 5, LearnsTemperature: false));
        RequireMemory(learning, context);
        return new PearlSettings(learning, context);
    }

    private int Episodes(string key, int fallback, int atLeast) => section.Int(key, fallback, atLeast, MostEpisodes);

    private SoftActorCriticSettings Learning(SoftActorCriticSettings defaults)
    {
        var settings = defaults with
        {
            TrainingTasks = section.Int("training_tasks", defaults.TrainingTasks, atLeast: 1, MostTasks),
            WarmUpEpisodes = section.Int("warmup_episodes", defaults.WarmUpEpisodes, atLeast: 1),
            GradientSteps = section.Int("gradient_steps", defaults.GradientSteps, atLeast: 1),
            MetaBatch = section.Int("meta_batch", defaults.MetaBatch, atLeast: 1, MostInBatch),
            Batch = section.Int("batch", defaults.Batch, atLeast: 1, MostInBatch),
            Replay = section.Int("replay", defaults.Replay, atLeast: 1, MostReplay),
            Gamma = section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            TargetRate = section.Number("target_rate", defaults.TargetRate, NumberRule.Share),
            RewardScale = section.Number("reward_scale", defaults.RewardScale, NumberRule.Positive),
            Temperature = section.Number("temperature", defaults.Temperature, NumberRule.Positive),
            LearnsTemperature = section.Flag("learn_temperature", defaults.LearnsTemperature),
            IsDeterministicInTest = section.Flag("deterministic_evaluation", defaults.IsDeterministicInTest),
        };
        if (!settings.LearnsTemperature && section.Has("target_entropy"))
        {
            throw section.Error(
                "target_entropy",
                "'target_entropy' is for a temperature that is learnt; set learn_temperature to true, or remove the"
                + " key.");
        }

        var entropy = settings.LearnsTemperature
            ? section.Number("target_entropy", -((Box)shared.Family.Actions).Size, NumberRule.Finite)
            : (double?)null;
        return settings with
        {
            TargetEntropy = entropy,
            Adam = OuterOptimizers.ReadAdam(section, defaults.Adam, shared.Training),
        };
    }

    private void Require(string name)
    {
        var (family, actions) = (shared.Family.Name, shared.Family.Actions);
        if (actions is not Box { IsBounded: true })
        {
            throw section.Error(
                "",
                $"{name} needs continuous, bounded actions, but those of {family} are {actions};"
                + " remove the algorithm.");
        }

        if (shared.Training.Curriculum != Curriculum.None)
        {
            throw section.Error(
                "",
                $"{name} trains on a fixed set of tasks, which no curriculum spreads; remove training.curriculum, or"
                + $" {name}.");
        }
    }

    private void RequireMemory(SoftActorCriticSettings learning, ContextSettings? context)
    {
        var budget = new Budget(shared.Training.Tasks, shared.Training.EnvsPerTask);
        var bytes = SoftActorCritic.ReplayBytes(shared.Family, budget, learning, context);
        if (bytes > AlgorithmSection.MostReplayBytes)
        {
            throw section.Error(
                "replay",
                $"Replay and contexts of {learning.TrainingTasks} tasks would take {bytes / 1e9:0} GB, and may take"
                + $" {AlgorithmSection.MostReplayBytes / 1e9:0}; set replay or training_tasks lower.");
        }
    }
}
