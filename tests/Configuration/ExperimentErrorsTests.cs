using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using Xunit;

namespace MetaRL.Tests.Configuration;

/// <summary>Everything that is wrong in a file, and nothing that is only a consequence.</summary>
public sealed class ExperimentErrorsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Errors_OfAFileInOrder_AreNone() =>
        Assert.Empty(Errors("name: x\nfamily: {name: point-navigation}"));

    [Fact]
    public void Errors_OfManySlips_AreOneEach() => Assert.Equal(
        [
            "2: A name must be letters, digits, '-' and '_', with a letter or digit first, but this is 'bad name'.",
            "3: seeds must be different from each other, but 1 is there twice.",
            "4: There is no family 'gird-navigation'; did you mean 'grid-navigation'?",
            "5: family.size must be from 3 to 100, but is 2.",
            "6: Unknown key 'observaton' in family; did you mean 'observation'?",
            "7: policy.hidden[0] must be from 1 to 65536, but is 0.",
            "8: policy.activation must be tanh or relu, but is tnh; did you mean 'tanh'?",
            "9: inner.algorithm must be policy-gradient, actor-critic, ppo, q-learning or deep-q-learning, but is"
            + " q-lerning; did you mean 'q-learning'?",
            "10: inner.step_size must be greater than 0, but is -1.",
            "12: training.iterations must be a whole number, but is many.",
            "13: Unknown key 'task' in training; did you mean 'tasks'?",
            "14: There is no algorithm 'mamll'; did you mean 'maml'?",
            "14: algorithms.maml.order must be second or first, but is third.",
            "15: compute.device must be cpu, cuda, cuda:N or auto, but is tpu.",
        ],
        Errors(
            """
            # at the second line
            name: bad name
            seeds: [1, 1]
            family: {name: gird-navigation,
              size: 2,
              observaton: one-hot}
            policy: {hidden: [0],
              activation: tnh}
            inner: {algorithm: q-lerning,
              step_size: -1,
              temperature: 0.5}
            training: {iterations: many,
              task: 20}
            algorithms: {mamll: {order: third}}
            compute: {device: tpu}
            """));

    [Theory]
    [InlineData("inner: {algorithm: reinforce, clip: 0.2}")] // clip is known to another one
    [InlineData("algorithms: {rl2: {memory: brain, heads: 3}}")]
    [InlineData("algorithms: {classical: {agent: {}}}\nseeds: [1]")] // which is required
    [InlineData("sweep: {inner.step_size: 3}")] // without which the sweep is empty
    [InlineData("sweep: {inner.step_size: [0.1, -1]}")]
    [InlineData("name: a b")]
    [InlineData("algorithms: {mine: {algorithm: qux}}")] // without which 'mine' would be its name
    [InlineData("training: {iterations: 99999999999999999999}")]
    public void Errors_OfOneSlip_AreNoMoreThanThat(string line) => Assert.Single(Errors(
        (line.StartsWith("name", StringComparison.Ordinal) ? "" : "name: x\n") + "family: {name: bandit}\n" + line));

    [Fact]
    public void Errors_WithoutTheFamily_AreThoseThatNeedNone() => Assert.Equal(
        [
            "2: There is no family 'xyzzy'; there are",
            "4: training.iterations must be at least 1, but is 0.",
        ],
        Errors("name: x\nfamily: {name: xyzzy}\npolicy: {initial_std: x}\ntraining: {iterations: 0}")
            .Select(line => line[..Math.Min(line.Length, line.StartsWith("2:", StringComparison.Ordinal) ? 40 : 99)]));

    [Fact]
    public void Errors_OfAFileWithoutNameAndFamily_AreBothAndTheRest() => Assert.Equal(
        [
            "1: name is required; add for example 'name: point-navigation'.",
            "1: family is required; add for example 'family: {name: point-navigation}'.",
            "1: training.tasks must be at least 1, but is 0.",
        ],
        Errors("training: {tasks: 0}"));

    [Fact]
    public void Errors_OfAGroup_AreOnceWhatItsExperimentsShare() => Assert.Equal(
        ["2: training.tasks must be at least 1, but is 0.", "5: inner.gamma must be from 0 to 1, but is 2."],
        Errors(
            """
            name: g
            training: {tasks: 0}
            experiments:
            - {name: a, family: {name: bandit}}
            - {name: b, family: {name: bandit}, inner: {gamma: 2}}
            """));

    [Fact]
    public void Errors_OfOverrides_ComeLast() => Assert.Equal(
        [
            "3: compute.threads must be auto or a whole number, but is x.",
            "--set inner.gama=1: Unknown key 'gama' in inner; did you mean 'gamma'?",
            "--set training.tasks=0: training.tasks must be at least 1, but is 0.",
        ],
        Errors("name: x\nfamily: {name: bandit}\ncompute: {threads: x}", "training.tasks=0", "inner.gama=1"));

    [Theory]
    [InlineData("name: x\nfamily: []")] // without which a family lacks
    [InlineData("name: x\nfamily: 5")]
    [InlineData("name: x\nfamily: {name: [x]}")]
    [InlineData("name: g\nexperiments:\n- {name: a, family: {name: \"x y\"}}\n- {name: b, family: {name: bandit}}")]
    [InlineData("name: g\nexperiments:\n- {name: a, family: {name: bandit}}\n- 5")]
    [InlineData("name: x\nfamily: {name: point-navigation, tasks: {goal_x: {range: [x, 1]}}}")]
    public void Errors_OfOneSlipInAFile_AreNoMoreThanThat(string yaml) => Assert.Single(Errors(yaml));

    [Fact]
    public void Errors_OfAThousandSlips_AreThoseAndSaySo()
    {
        var keys = string.Join('\n', Enumerable.Range(0, 1100).Select(key => $"k{key}: 1"));
        var errors = Errors($"name: x\nfamily: {{name: bandit}}\n{keys}");
        Assert.Equal(1001, errors.Count);
        Assert.Equal("... and perhaps more than these 1000", errors[^1]);
    }

    [Fact]
    public void Errors_OfBytesThatAreNoText_SayWhatToDo()
    {
        File.WriteAllBytes(_file, [.. "name: x"u8, 0xff, 0xfe]);
        Assert.Equal(
            $"{_file}: The file is no text in UTF-8; save it as that.",
            Assert.Throws<ConfigurationException>(() => ExperimentFile.Load(_file, [])).Message);
    }

    [Fact]
    public void Errors_OfAFileWithoutEnd_SayItsSize() => Assert.StartsWith(
        "/dev/zero: The file has more than 4,000,000 letters;",
        Assert.Throws<ConfigurationException>(() => ExperimentFile.Load("/dev/zero", [])).Message);

    [Fact]
    public void Errors_OfNoYaml_AreOne() => Assert.Single(Errors("name: [x\nfamily: {"));

    [Fact]
    public void Errors_OfAKeyTwiceOnALine_AreAboutEach() => Assert.Equal(
        [
            "3: algorithms.maml.order must be second or first, but is third.",
            "3: algorithms.anil.order must be second or first, but is fourth.",
        ],
        Errors("name: x\nfamily: {name: bandit}\nalgorithms: {maml: {order: third}, anil: {order: fourth}}"));

    private IReadOnlyList<string> Errors(string yaml, params string[] overrides)
    {
        File.WriteAllText(_file, yaml);
        return
        [
            .. ExperimentFile.Errors(_file, overrides)
                .Select(line => line.Replace(_file + ":", "", StringComparison.Ordinal)),
        ];
    }
}
