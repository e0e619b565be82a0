using MetaRL.Agents.Policies;
using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Runs;
using static TorchSharp.torch;

namespace MetaRL.Tests.Runs;

/// <summary>The smallest things that a run directory holds.</summary>
internal static class SmallRun
{
    public const string Yaml = "name: x\nfamily: {name: point-navigation}\nalgorithms: {maml: {}, random: {}}\n";

    /// <summary>An experiment of one learner and one baseline that is trained and evaluated in a second.</summary>
    public const string Quick =
        """
        name: x
        seeds: [1, 2]
        family: {name: point-navigation, horizon: 5}
        policy: {hidden: [4]}
        training: {iterations: 2, tasks: 2, envs_per_task: 2}
        algorithms: {maml: {}, random: {}}
        evaluation: {tasks: 3, envs_per_task: 2, updates: 1}

        """;

    public static readonly ParamLayout Layout = new([new Weight("weight", [2, 3]), new Weight("bias", [2])]);

    public static MetaMetrics Metrics { get; } =
        new(-20.5, -10.25, EnvSteps: 400, new Dictionary<string, double> { ["kl"] = 0.01, ["loss"] = 0.5 });

    public static string Folder() => Directory.CreateTempSubdirectory("metarl-test-").FullName;

    public static Experiment Experiment(string yaml = Yaml, params string[] overrides) =>
        ExperimentFile.Parse(yaml, "x.yaml", overrides)[0];

    /// <summary>A state with θ = 1, 2, ..., 8 and one optimiser tensor.</summary>
    public static MetaState State(long iteration = 0, ParamLayout? layout = null) => new(
        new Params(layout ?? Layout, arange(1, 9, ScalarType.Float32)),
        new Dictionary<string, Tensor> { ["adam.m"] = full(8, 0.25, ScalarType.Float64) },
        iteration,
        EnvSteps: 400 * iteration);

    /// <summary>Trains and evaluates all runs of an experiment.</summary>
    public static ExperimentRunner Run(string output, Experiment experiment, string commandLine = "metarl run x.yaml")
    {
        var runner = new ExperimentRunner(output, new Silent(), commandLine);
        if (!runner.Train(experiment, default))
        {
            throw new InvalidOperationException("The training was stopped.");
        }

        runner.Evaluate(experiment, default);
        return runner;
    }

    /// <summary>Opens the directory of MAML with seed 1.</summary>
    public static RunDirectory Open(string output, params string[] overrides)
    {
        var experiment = Experiment(Yaml, overrides);
        return RunDirectory.Open(output, experiment, experiment.Algorithms[0], seed: 1, CPU, "metarl run x.yaml");
    }

    /// <summary>Opens it and goes on to an iteration, with metrics of each and a checkpoint of the last.</summary>
    public static RunDirectory OpenAndTrainTo(string output, int iteration)
    {
        var run = Open(output);
        var state = run.Resume(State());
        for (var next = (int)state.Iteration + 1; next <= iteration; next++)
        {
            run.Record(State(next), Metrics, TimeSpan.FromSeconds(1.5));
        }

        run.Save(State(iteration));
        return run;
    }
}
