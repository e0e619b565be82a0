using MetaRL.Agents.Policies;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Runs;
using MetaRL.Tests.Cli;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>What learners say that their phases compute, and by what.</summary>
public sealed class PhaseWorkTests
{
    private const string Grid = "family={name: grid-navigation, horizon: 5, observation: one-hot}";
    private const string NoUpdate = "there is no inner update";
    private const string Off = "compute.kernels is off";
    private const string Wide = "the policy has a layer of 129 units, kernels go up to 128";
    private const string Plastic = "inner steps that change a part of the weights have no kernel";
    private const string OtherLoop = "only the inner loop policy-gradient has kernels";
    private const string InnerLoss = "an objective that is the inner loss has no kernel";

    [Theory]
    [InlineData("maml: {}", null, null, null)]
    [InlineData("fomaml: {}", null, null, null)]
    [InlineData("reptile: {}", null, null, null)]
    [InlineData("multi-task: {}", null, NoUpdate, null)]
    [InlineData("robust: {}", null, NoUpdate, null)]
    [InlineData("oracle: {}", null, NoUpdate, null)]
    [InlineData("maml: {estimator: e-maml}", null, null, "E-MAML's sampling credit has no kernel")]
    [InlineData(
        "promp: {}", null, "ProMP's inner loss, a ratio of likelihoods, has no kernel",
        "ProMP's divergence of the inner policies has no kernel")]
    [InlineData("anil: {}", null, Plastic, Plastic)]
    [InlineData("cavia: {}", null, Plastic, Plastic)]
    [InlineData("meta-sgd: {}", null, Plastic, Plastic)]
    public void Obstacles_OfALearner_AreWhyItHasNoKernels(
        string algorithm, string? sampling, string? adaptation, string? outer) =>
        Assert.Equal(
            [(MetaPhase.Sampling, sampling), (MetaPhase.Adaptation, adaptation), (MetaPhase.Outer, outer)],
            Work($"algorithms={{{algorithm}}}", "outer={optimizer: adam}").Select(work => (work.Phase, work.Obstacle)));

    [Theory]
    [InlineData("compute.kernels=off", Off, Off, Off)]
    [InlineData("policy.hidden=[129, 4]", Wide, Wide, Wide)]
    [InlineData("inner={algorithm: ppo}", null, OtherLoop, OtherLoop)]
    [InlineData("inner={algorithm: actor-critic}", null, OtherLoop, OtherLoop)]
    [InlineData("training.objective=inner-loss", null, null, InnerLoss)]
    [InlineData("training.entropy_bonus=0.1", null, null, null)]
    public void Obstacles_OfAnExperiment_AreWhyItHasNoKernels(
        string setting, string? sampling, string? adaptation, string? outer) =>
        Assert.Equal(
            [sampling, adaptation, outer],
            Work("outer={optimizer: adam}", setting).Select(work => work.Obstacle));

    [Theory]
    [InlineData("q-learning", OtherLoop)]
    [InlineData("deep-q-learning", InnerLoss)]
    public void Obstacles_OfActionValues_AreWhyTheyHaveNoKernels(string inner, string outer) => Assert.Equal(
        ["action values have no kernel", OtherLoop, outer],
        Work(
            Grid, "evaluation.tasks=21", $"inner={{algorithm: {inner}}}",
            "outer={optimizer: adam}").Select(work => work.Obstacle));

    /// <summary>All that train.</summary>
    public static TheoryData<string> Trained => [.. Algorithms.All.Select(one => one.Name)
        .Except(["random", "from-scratch", "specialist", "classical"])];

    [Theory]
    [MemberData(nameof(Trained))]
    public void Work_OfEveryLearner_HasSamplingAndAnOuterStep(string name)
    {
        string[] family = name is "dpt" or "algorithm-distillation" ? [Grid, "evaluation.tasks=21"] : [];
        var phases = Work([.. family, $"algorithms={{{name}: {{}}}}", "outer={optimizer: adam}"])
            .Select(work => work.Phase);
        Assert.Superset(new HashSet<MetaPhase> { MetaPhase.Sampling, MetaPhase.Outer }, phases.ToHashSet());
    }

    [Theory]
    [InlineData("on", null)]
    [InlineData("off", Off)]
    public void Obstacles_OfRlSquared_AreThoseOfItsTwoPhases(string kernels, string? expected) => Assert.Equal(
        [(MetaPhase.Sampling, expected), (MetaPhase.Outer, expected)],
        Work("algorithms={rl2: {}}", $"compute.kernels={kernels}").Select(work => (work.Phase, work.Obstacle)));

    // 2 · 4 + 4 · 2 = 16 weights in matrices, of which 8 multiply observations
    [Fact]
    public void Operations_OfMaml_AreThoseOfItsProductsOfMatrices() => Assert.Equal(
        [
            200 * 32,
            100 * (32 + 48),
            100 * (
                (2 * (32 + 48 + 32 + 48 + 128)) // gradients: adapting, outputs, back, Hessian
                + (3 * (128 + 96 + 128))        // Fisher products
                + (4 * (32 + 48 + 32)))         // losses
        ],
        Work(new IterationCounts(EnvSteps: 200, Gradients: 2, FisherProducts: 3, Losses: 4))
            .Select(work => work.Operations));

    [Fact]
    public void Operations_OfTables_AreNone() => Assert.All(
        Work(
            new IterationCounts(200, 1, 0, 0), Grid, "evaluation.tasks=21", "inner={algorithm: q-learning}",
            "outer={optimizer: adam}"),
        work => Assert.Equal(0, work.Operations));

    [Fact]
    public void Products_OfANetwork_NeedNoDerivativeByItsInputs()
    {
        var products = MatrixProducts.Of(new([new("w1", [3, 2]), new("b1", [3]), new("w2", [1, 3]), new("b2", [1])]));
        Assert.Equal((18, 24, 42), (products.Forward, products.Backward, products.Gradient));
        Assert.Equal((60, 48), (products.HessianProduct, products.FisherProduct));
    }

    [Theory]
    [InlineData("maml: {}", 4, 2)]
    [InlineData("rl2: {ppo: {minibatches: 1}}", 2, 1)]
    [InlineData("rl2: {ppo: {minibatches: 4}}", 2, 2)]
    public void Smallest_OfAProblem_HasAsManyChunks(string algorithm, int tasks, int envs)
    {
        var experiment = Load("training.tasks=7", "training.envs_per_task=5", $"algorithms={{{algorithm}}}");
        var problem = Algorithm.Problem(
            experiment with { Compute = experiment.Compute with { Threads = 2, ChunkTasks = 2 } }, CPU);
        Assert.Equal(new Budget(tasks, envs), experiment.Algorithms[0].Learner.Smallest(problem).Budget);
    }

    private static IReadOnlyList<PhaseWork> Work(params string[] settings) => Work(default, settings);

    private static IReadOnlyList<PhaseWork> Work(IterationCounts counts, params string[] settings)
    {
        using var scope = NewDisposeScope();
        var experiment = Load(settings);
        var learner = experiment.Algorithms[0].Learner.Create(
            Algorithm.Problem(experiment, CPU), experiment.Policy);
        var state = learner.Initialize(new RngKey(1));
        scope.Attach(state.Tensors);
        return learner.Work(state, counts);
    }

    private static Experiment Load(params string[] settings)
    {
        using var folder = new ExperimentFolder();
        return ExperimentFile.Load(folder.Config, settings)[0];
    }
}
