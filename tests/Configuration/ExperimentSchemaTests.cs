using MetaRL.Configuration;
using MetaRL.Configuration.Catalog;
using MetaRL.Configuration.Yaml;
using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Configuration;

/// <summary>The JSON Schema of experiment files refuses what the program refuses, and nothing that it takes.</summary>
public sealed class ExperimentSchemaTests
{
    private const string Start = "name: x\nfamily: {name: point-navigation}\n";

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Checkout.Path("configs"), "*.yaml").Order().Select(file => Path.GetFileName(file)!)];

    /// <summary>`metarl schema --output configs/experiment.schema.json` writes it.</summary>
    [Fact]
    public void Json_OfTheProgram_IsTheFileBesideTheExperiments() => Assert.Equal(
        File.ReadAllText(Checkout.Path("configs", ExperimentSchema.FileName)), ExperimentSchema.Json());

    [Theory]
    [MemberData(nameof(Files))]
    public void Schema_OfEveryExperimentOfTheProject_AcceptsIt(string file) =>
        SchemaOfExperiments.AssertAccepts(File.ReadAllText(Checkout.Path("configs", file)));

    [Theory]
    [MemberData(nameof(Files))]
    public void File_OfTheProject_NamesItsSchema(string file) => Assert.Equal(
        $"# yaml-language-server: $schema={ExperimentSchema.FileName}",
        File.ReadLines(Checkout.Path("configs", file)).First());

    [Theory]
    [MemberData(nameof(Files))]
    public void Schema_OfEveryResolvedExperiment_AcceptsIt(string file) => Assert.All(
        ExperimentFile.Load(Checkout.Path("configs", file), []),
        experiment => SchemaOfExperiments.AssertAccepts(experiment.ResolvedYaml));

    [Theory]
    [InlineData("gpus: 1")]
    [InlineData("training: {iteration: 3}")]
    [InlineData("training: {iterations: 0}")]
    [InlineData("training: {iterations: 1.5}")]
    [InlineData("training: {iterations: many}")]
    [InlineData("training: {iterations: 2147483648}")]
    [InlineData("training: {restart: maybe}")]
    [InlineData("training: {curriculum: {level: 3, every_iterations: 1}}")]
    [InlineData("policy: {hidden: 64}")]
    [InlineData("policy: {hidden: [0]}")]
    [InlineData("policy: {activation: tnh}")]
    [InlineData("inner: {algorithm: reinforce}")]
    [InlineData("inner: {clip: 0.2}")]
    [InlineData("inner: {algorithm: ppo, clip: 0}")]
    [InlineData("inner: {gamma: 1.1}")]
    [InlineData("inner: {step_size: [0.1]}")]
    [InlineData("outer: {optimizer: adam, max_kl: 0.1}")]
    [InlineData("outer: {optimizer: sgd, momentum: 1}")]
    [InlineData("outer: {optimizer: adam, schedule: {shape: step}}")]
    [InlineData("outer: {optimizer: adam, schedule: {shape: constant, final_ratio: 0.5}}")]
    [InlineData("algorithms: {}")]
    [InlineData("algorithms: [maml]")]
    [InlineData("algorithms: {mamll: {}}")]
    [InlineData("algorithms: {plots: {algorithm: maml}}")]
    [InlineData("algorithms: {mine: {algorithm: mamll}}")]
    [InlineData("algorithms: {maml: {order: third}}")]
    [InlineData("algorithms: {fomaml: {order: second}}")]
    [InlineData("algorithms: {maml: {context: 3}}")]
    [InlineData("algorithms: {rl2: {heads: 2}}")]
    [InlineData("algorithms: {rl2: {memory: transformer, memory_span: 2}}")]
    [InlineData("algorithms: {reptile: {outer: {optimizer: trpo}}}")]
    [InlineData("algorithms: {pearl: {target_entropy: -1}}")]
    [InlineData("algorithms: {varibad: {decoder: {rewards: poisson}}}")]
    [InlineData("evaluation: {split: maml-2018}")]
    [InlineData("evaluation: {specialist: {generations: 3}}")]
    [InlineData("evaluation: {updates: -1}")]
    [InlineData("compute: {device: tpu}")]
    [InlineData("compute: {memory: 4}")]
    [InlineData("compute: {threads: 0}")]
    [InlineData("seeds: 3")]
    [InlineData("seeds: [-1]")]
    [InlineData("sweep: {}")]
    [InlineData("sweep: {inner.step_size: 3}")]
    [InlineData("sweep: {inner.step_size: {log_unifrom: [0.1, 1]}}")]
    [InlineData("sweep: {seeds.x: [1]}")]
    [InlineData("sweep: {inner.step_size: [1], samples: 0}")]
    public void Schema_OfWhatTheProgramRefuses_RefusesItToo(string line)
    {
        _ = Assert.Throws<ConfigurationException>(() => ExperimentFile.Parse(Start + line, "x.yaml", []));
        Assert.False(SchemaOfExperiments.Accepts(Start + line));
    }

    [Theory]
    [InlineData("name: x\nfamily: {name: bandit}\npolicy: {initial_std: 2}")]
    [InlineData("name: x\nfamily: {name: bandit, size: 4}")]
    [InlineData("name: x\nfamily: {nme: bandit}")]
    [InlineData("name: x\nfamily: {name: bandti}")]
    [InlineData("name: x\nfamily: {name: point-navigation, goals: any}")]
    [InlineData("name: x\nfamily: {name: cart-pole, tasks: {masspole: -1}}")]
    [InlineData("name: x\nfamily: {name: cart-pole, tasks: {masspole: {rnge: [1, 2]}}}")]
    [InlineData("name: x\nfamily: {name: cart-pole, tasks: {mass: 1}}")]
    [InlineData("name: a b\nfamily: {name: bandit}")]
    [InlineData("name: x")]
    [InlineData("family: {name: bandit}")]
    [InlineData("name: x\nexperiments: []")]
    [InlineData("name: x\nexperiments: [{family: {name: bandit}}]")]
    [InlineData("name: x\nexperiments: [{name: y, family: {name: bandit}, trainig: {}}]")]
    public void Schema_OfAWholeFileThatTheProgramRefuses_RefusesItToo(string file)
    {
        _ = Assert.Throws<ConfigurationException>(() => ExperimentFile.Parse(file, "x.yaml", []));
        Assert.False(SchemaOfExperiments.Accepts(file));
    }

    [Theory]
    [InlineData("name: 5\nfamily: {name: bandit}\nalgorithms:\n  maml:\n  2nd: {algorithm: maml}\npolicy:")]
    [InlineData("name: x\nfamily: {}\nsweep: {family.name: [bandit, maze]}")]
    [InlineData("name: x\nfamily: {name: bandit}\nsweep: {inner.step_size: {log_uniform: [0.1, 1]}, samples: 3}")]
    [InlineData("name: x\nfamily: {name: bandit}\nsweep: {algorithms.maml.order: [first, second]}")]
    [InlineData(
        "name: x\nfamily: {name: bandit}\ninner: {algorithm: ppo}\nexperiments:\n- {name: y, inner: {clip: 0.3}}\n"
        + "- {name: z, family: {arms: 3}, algorithms: {mine: {algorithm: rl2, memory: transformer, heads: 2}}}")]
    [InlineData(
        "name: x\nfamily: {name: point-navigation}\nouter: {optimizer: adam}\nalgorithms:\n  maml:\n    outer:\n"
        + "      step_size: .5\n      schedule: {iterations: 500, warmup: 300}")]
    [InlineData("name: x\nfamily: {name: point-navigation, sparse: true, goals: pearl-2019, tasks: {goal_angle: 1}}")]
    [InlineData("name: x\nfamily: {name: maze, size: 5, horizon: 8}")]
    [InlineData(
        "name: x\nfamily: {name: windy-grid, width: 2, height: 2, horizon: 4, slip: true, tasks: {slip: train}}")]
    [InlineData("name: x\nfamily: {name: cart-pole, tasks: {tau: {normal: [0.02, 0.002]}, length: {values: [1]}}}")]
    [InlineData("name: x\nfamily: {name: cart-pole}\nevaluation: {specialist: {generations: 0}, split: extrapolation}")]
    public void Schema_OfWhatTheProgramTakes_TakesItToo(string file)
    {
        _ = ExperimentFile.Parse(file, "x.yaml", []);
        SchemaOfExperiments.AssertAccepts(file);
    }
}
