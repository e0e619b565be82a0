using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class BeliefCommandTests : IDisposable
{
    private const string Yaml =
        """
        name: grid
        family: {name: grid-navigation, horizon: 3, observation: one-hot}
        policy: {hidden: [4]}
        training: {iterations: 1, tasks: 4, envs_per_task: 1}
        algorithms: {varibad: {hidden: 4, decoder: {heads: true, rewards: bernoulli}}, rl2: {hidden: 4}}
        evaluation: {updates: 1, envs_per_task: 2}
        """;

    private readonly ExperimentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Belief_OfARunWithOne_ShowsEveryEpisodeAndWritesEveryStep()
    {
        var csv = Path.Combine(_folder.Path, "belief.csv");
        var shown = Invocation.Of("belief", Trained("varibad"), "--output", csv);
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error.Replace("Measuring varibad ...\n", "")));
        Assert.Equal(2, shown.Out.Split('\n').Count(line => line.StartsWith("| 1 ") || line.StartsWith("| 2 ")));
        var lines = File.ReadAllLines(csv);
        Assert.Equal("episode,step [steps],divergence [nats],of_uniform [nats]", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.InRange(double.Parse(line.Split(',')[2]), 0, 100));
    }

    // It believes what Bayes' rule says, from episodes that are in 64 bits.
    [Theory]
    [InlineData("one-hot")]
    [InlineData("position")]
    public void Belief_OfTheBayesOptimalSearch_IsTheExactPosterior(string observation)
    {
        var file = Path.Combine(_folder.Path, "search.yaml");
        File.WriteAllText(
            file,
            $$"""
            name: search
            family: {name: grid-navigation, horizon: 5, observation: {{observation}}}
            training: {iterations: 1, tasks: 2, envs_per_task: 1}
            algorithms: {classical: {agent: Bayes} }
            evaluation: {updates: 1, envs_per_task: 2}
            """);
        Invocation.Succeeds("train", file, "--output", _folder.Runs);
        var csv = Path.Combine(_folder.Path, "belief.csv");
        var run = Path.Combine(_folder.Runs, "search", "classical", "seed-1");
        Assert.Equal(0, Invocation.Of("belief", run, "--output", csv).ExitCode);
        var lines = File.ReadAllLines(csv);
        Assert.Equal(1 + (2 * 4), lines.Length);
        Assert.All(lines.Skip(1), line => Assert.Equal(0, double.Parse(line.Split(',')[2]), 1e-9));
    }

    [Fact]
    public void Belief_OfAnAgentThatTellsNone_SaysWhoDoes()
    {
        var run = Trained("rl2");
        Refused(
            run, $"{run}: rl2 tells no belief about the goal here; varibad does with decoder.heads: true and"
            + " decoder.rewards: bernoulli, and classical does.\n");
    }

    [Fact]
    public void Belief_OfAnotherFamily_SaysWhichItIsFor()
    {
        Invocation.Succeeds("train", _folder.Config, "--output", _folder.Runs);
        var run = _folder.Run("maml", "seed-1");
        Refused(
            run, $"{run}: What could be known is worked out for grids that hide a goal, which ends no episode, and"
            + " nothing else: grid-navigation, and dark-room with variant ad or dpt; this run's tasks are others.\n");
    }

    [Fact]
    public void Belief_OfNoRun_SaysWhatToName() => Refused(
        _folder.Path, $"{_folder.Path}: This is not the directory of a run; name one such as"
        + " runs/point-navigation/maml/seed-1.\n");

    private static void Refused(string run, string message)
    {
        var shown = Invocation.Of("belief", run);
        Assert.Equal(1, shown.ExitCode);
        Assert.EndsWith(message, shown.Error, StringComparison.Ordinal);
    }

    private string Trained(string algorithm)
    {
        var file = Path.Combine(_folder.Path, "grid.yaml");
        File.WriteAllText(file, Yaml);
        Invocation.Succeeds("train", file, "--output", _folder.Runs);
        return Path.Combine(_folder.Runs, "grid", algorithm, "seed-1");
    }
}
