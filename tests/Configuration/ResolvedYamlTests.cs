using MetaRL.Agents.Policies;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Tests.Runs;
using Xunit;

namespace MetaRL.Tests.Configuration;

/// <summary>What a run's <c>config.yaml</c> says, and that it says everything.</summary>
public sealed class ResolvedYamlTests
{
    private const string Everything = """
        name: x
        seeds: [3, 0]
        family: {name: grid-navigation, size: 6, horizon: 9, observation: one-hot, held_out_goals: 2}
        policy: {hidden: [8], activation: relu}
        inner:
          updates: 2
          step_size: 1e-5
          later_step_size: 0.05
          gamma: 0.9
          lambda: 0.95
          baseline: none
          normalize_advantages: false
          mean_over: steps
          bootstrap_at_time_limit: true
        training:
          {iterations: 7, tasks: 4, envs_per_task: 3, restart: true, entropy_bonus: 0.02,
           curriculum: {levels: 3, every_iterations: 5}, checkpoint_every_iterations: 2}
        outer: {optimizer: adam, step_size: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-7}
        algorithms:
          first: {algorithm: maml, order: first, outer: {optimizer: trpo, max_kl: 0.03}}
          random:
          oracle: {}
          rl2:
            {hidden: 16, layers: 2, episodes: 5, sees: action, memory_span: 40, readout: 9,
             ppo: {clip: 0.1, epochs: 3, minibatches: 2, gamma: 0.95, lambda: 0.3, value_weight: 0.2,
                   entropy_bonus: 0.02, max_gradient_norm: 2, step_size: 3e-4}}
        evaluation: {split: all-goals, envs_per_task: 2, updates: 0, step_sizes: [0.1, 1], later_step_ratios: [0.5]}
        compute: {device: cuda:1, threads: 3, chunk_tasks: 2, kernels: off, memory: 1.5 GB}
        """;

    [Fact]
    public void ResolvedYaml_Minimal_HasEveryKeyWithItsValue()
    {
        var experiment = Parse(SmallRun.Yaml + "compute: {threads: 2}");

        Assert.Equal(
            """
            name: x
            seeds: [1]
            family:
              name: point-navigation
              horizon: 100
              action_scale: 1
              sparse: false
            policy:
              hidden: [64, 64]
              activation: tanh
              initial_std: 1
            inner:
              algorithm: policy-gradient
              updates: 1
              step_size: 0.1
              later_step_size: 0.1
              gamma: 0.99
              lambda: 1
              baseline: linear
              normalize_advantages: true
              mean_over: episodes
              bootstrap_at_time_limit: false
            training:
              iterations: 100
              tasks: 20
              envs_per_task: 20
              restart: false
              entropy_bonus: 0
              checkpoint_every_iterations: 25
              objective: return
            outer:
              optimizer: trpo
              max_kl: 0.01
              cg_iterations: 10
              cg_damping: 1.0e-05
              line_search_steps: 15
              line_search_backtrack: 0.8
            algorithms:
              maml:
                algorithm: maml
                order: second
                outer:
                  optimizer: trpo
                  max_kl: 0.01
                  cg_iterations: 10
                  cg_damping: 1.0e-05
                  line_search_steps: 15
                  line_search_backtrack: 0.8
              random:
                algorithm: random
            evaluation:
              split: test
              tasks: 40
              envs_per_task: 20
              updates: 3
              step_sizes: [0.1]
              later_step_ratios: [1]
              single_lane: false
            compute:
              device: cpu
              threads: 2
              chunk_tasks: 3
              kernels: "on"
              memory: auto

            """,
            experiment.ResolvedYaml);
    }

    [Fact]
    public void ResolvedYaml_LoadedAgain_IsTheSameText() =>
        Assert.Equal(Parse(Everything).ResolvedYaml, Again().ResolvedYaml);

    [Fact]
    public void ResolvedYaml_LoadedAgain_HasTheSamePath() => Assert.Equal("x", Again().Path);

    [Fact]
    public void ResolvedYaml_LoadedAgain_HasTheSameSeeds() => Assert.Equal([3, 0], Again().Seeds);

    [Fact]
    public void ResolvedYaml_LoadedAgain_HasTheSameInnerLoop() => Assert.Equal(Parse(Everything).Inner, Again().Inner);

    [Fact]
    public void ResolvedYaml_LoadedAgain_HasTheSameBudget() =>
        Assert.Equal(new TrainingSettings(7, 4, 3, true, 0.02, new Curriculum(3, 5, null), 2), Again().Training);

    [Fact]
    public void ResolvedYaml_LoadedAgain_HasTheSameAlgorithms() =>
        Assert.Equal(Parse(Everything).Algorithms, Again().Algorithms);

    [Fact]
    public void ResolvedYaml_OfRl2_SaysEverything() => Assert.Contains(
        """
          rl2:
            algorithm: rl2
            memory: gru
            hidden: 128
            layers: 1
            memory_span: 0
            episodes: 3
            sees: action
            readout: 0
            ppo:
              clip: 0.2
              epochs: 4
              minibatches: 4
              gamma: 0.99
              lambda: 0.95
              value_weight: 0.5
              entropy_bonus: 0.01
              reward_weight: 0
              max_gradient_norm: 0.5
              step_size: 0.001
              beta1: 0.9
              beta2: 0.999
              epsilon: 1.0e-08

        """,
        Parse(
            SmallRun.Yaml.Replace(
                "random: {}", "rl2: {}", StringComparison.Ordinal) + "inner: {updates: 2}").ResolvedYaml,
        StringComparison.Ordinal);

    private const string Relatives = """
        name: x
        family: {name: point-navigation}
        policy: {initialization: orthogonal, gain: 1.4, output_gain: 0.01}
        training: {iterations: 50}
        outer: {optimizer: adam, step_size: 0.01, schedule: {shape: cosine, warmup: 3}, max_gradient_norm: 2}
        algorithms:
          inherits: {algorithm: maml, estimator: e-maml}
          fomaml: {outer: {step_size: 0.02}}
          reptile:
            outer: {optimizer: sgd, step_size: 1, momentum: 0.9, schedule: {shape: exponential, final_ratio: 0.5}}
          meta-sgd: {outer: {optimizer: trpo}}
          anil: {order: first, outer: {optimizer: ppo, clip: 0.3, epochs: 7, step_size: 3e-4}}
          cavia: {context: 3}
          promp: {inner_kl: 0.01, outer: {epochs: 4}}
          rl2: {ppo: {schedule: {iterations: 20}}}
        """;

    [Fact]
    public void ResolvedYaml_OfTheRelativesOfMaml_IsTheSameTextLoadedAgain() =>
        Assert.Equal(Parse(Relatives).ResolvedYaml, Parse(Parse(Relatives).ResolvedYaml).ResolvedYaml);

    [Fact]
    public void ResolvedYaml_OfTheRelativesOfMaml_GivesTheSameLearners() =>
        Assert.Equal(Parse(Relatives).Algorithms, Parse(Parse(Relatives).ResolvedYaml).Algorithms);

    [Fact]
    public void ResolvedYaml_OfTheRelativesOfMaml_GivesTheSameFirstWeights() => Assert.Equal(
        new Initialization(WeightScheme.Orthogonal, 1.4, 0.01),
        Parse(Parse(Relatives).ResolvedYaml).Policy.Initialization);

    [Fact]
    public void ResolvedYaml_OfAnInheritedSchedule_SaysIt() => Assert.Contains(
        """
          fomaml:
            algorithm: fomaml
            outer:
              optimizer: adam
              step_size: 0.02
              beta1: 0.9
              beta2: 0.999
              epsilon: 1.0e-08
              schedule:
                shape: cosine
                iterations: 50
                warmup: 3
                final_ratio: 0
              max_gradient_norm: 2

        """,
        Parse(Relatives).ResolvedYaml, StringComparison.Ordinal);

    [Fact]
    public void ResolvedYaml_LoadedAgain_HasTheSameStepSizes() => Assert.Equal([0.1, 1], Again().Evaluation.StepSizes);

    [Fact]
    public void ResolvedYaml_LoadedAgain_HasTheSameCompute() =>
        Assert.Equal(new ComputeSettings("cuda:1", 3, 2, Kernels: false, Memory: 1_500_000_000), Again().Compute);

    [Fact]
    public void ResolvedYaml_LoadedAgain_HasTheSameFamily()
    {
        var family = Again().Family;

        Assert.Equal(
            ("grid-navigation", 9, 2), (family.Name, family.Horizon, family.Tasks.Count(TaskSplit.Test)!.Value));
    }

    [Fact]
    public void ResolvedYaml_OfAGroupsMember_KeepsThePath()
    {
        var member = Parse("name: g\nexperiments: [{name: m, family: {name: point-navigation}}]");

        Assert.Equal("g/m", Parse(member.ResolvedYaml).Path);
    }

    [Fact]
    public void ResolvedYaml_NameThatYamlTakesForNothing_IsQuoted()
    {
        var experiment = Parse("name: 'null'\nfamily: {name: point-navigation}");

        Assert.Equal("null", Parse(experiment.ResolvedYaml).Path);
    }

    private static Experiment Again() => Parse(Parse(Everything).ResolvedYaml);

    private static Experiment Parse(string yaml) => ExperimentFile.Parse(yaml, "x.yaml", [])[0];
}
