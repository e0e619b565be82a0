using System.Text.Json;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary><c>describe</c>, <c>simulate</c> and <c>oracle</c> as a user types them.</summary>
public sealed class TaskCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Simulate_OneRequest_GivesTheTrajectory()
    {
        var result = Simulate(
            """{"params": {"goal_x": 0.3}, "initial_state": [0.1, 0], "actions": [[0.05, 0.2], [1, 1]]}""", "--double");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var trajectory = JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal("[[0.1,0],[0.15000000000000002,0.1],[0.25,0.2]]", trajectory.GetProperty("states").GetRawText());
        Assert.Equal(-Math.Sqrt(0.0225 + 0.01), trajectory.GetProperty("rewards")[0].GetDouble(), 15);
        Assert.Equal("[false,false]", trajectory.GetProperty("terminated").GetRawText());
    }

    [Fact]
    public void Simulate_ManyRequestsOfUnequalLength_KeepTheirOrderAndLength()
    {
        const string Episodes = """
            [
                {"actions": []}, {"params": {"goal_y": 0.05}, "actions": [[0, 0.05]]},
                {"actions": [[1, 0], [1, 0], [1, 0]]}
            ]
            """;
        var result = Simulate(Episodes, "--double");
        var all = JsonDocument.Parse(result.Out).RootElement.EnumerateArray().ToArray();
        Assert.Equal([1, 2, 4], all.Select(one => one.GetProperty("states").GetArrayLength()));
        Assert.True(all[1].GetProperty("terminated")[0].GetBoolean());
        Assert.Equal("[-0.1,-0.2,-0.30000000000000004]", all[2].GetProperty("rewards").GetRawText());
    }

    [Fact]
    public void Simulate_PastTermination_GoesOn()
    {
        var result = Simulate("""{"params": {"goal_x": 0.1, "goal_y": 0}, "actions": [[0.1, 0], [0.1, 0]]}""");
        Assert.Contains("\"terminated\":[true,false]", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_WithGymnasiumsNames_SetsTheParameters()
    {
        const string start = "\"initial_state\": [2, 0, 0, 0], \"actions\": [0]";
        var file = Path.Combine(_folder, "in.json");
        File.WriteAllText(file, $"[{{{start}}}, {{\"params\": {{\"x_threshold\": 1.9}}, {start}}}]");
        var ends = JsonDocument.Parse(Invocation.Of("simulate", "cart-pole", "--input", file).Out).RootElement;
        Assert.Equal(
            ["[false]", "[true]"], ends.EnumerateArray().Select(one => one.GetProperty("terminated").GetRawText()));
        File.WriteAllText(
            file, """{"params": {"AVAIL_TORQUE": 0}, "initial_state": [0, 0, 0, 0], "actions": [0, 2]}""");
        var states = Invocation.Of("simulate", "acrobot", "--input", file).Out.Replace(
            "-0", "0", StringComparison.Ordinal);
        Assert.Contains("[0,0,0,0],[0,0,0,0],[0,0,0,0]", states, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_ToAFile_PrintsNothing()
    {
        var output = Path.Combine(_folder, "out.json");
        Assert.Equal("", Simulate("""{"actions": [[0, 0]]}""", "--output", output).Out);
        Assert.StartsWith("{\"states\":[[0,0],[0,0]]", File.ReadAllText(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
            """{"actions": [[0, 0]], "parms": {}}""",
            "Unknown key 'parms'; the keys are params, initial_state, actions.")]
    [InlineData("""{"actions": [[0]]}""", "actions[0] must have 2 numbers, but has 1.")]
    [InlineData("""{"actions": [["up"]]}""", "actions[0] must be numbers, but is \"up\".")]
    [InlineData("""{"initial_state": [1], "actions": []}""", "initial_state must have 2 numbers (x, y), but has 1.")]
    [InlineData(
            """{"params": {"goal_z": 1}, "actions": []}""",
            "The family 'point-navigation' has no parameter 'goal_z'; did you mean 'goal_x'?")]
    [InlineData("""{"params": {}}""", "actions must be an array.")]
    [InlineData("[]", "The array holds no request.")]
    public void Simulate_ABrokenRequest_IsOneLineWithTheRule(string json, string rule)
    {
        var result = Simulate(json);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"{Path.Combine(_folder, "in.json")}: {rule}\n", result.Error);
    }

    [Theory]
    [InlineData("", "1: This is not valid JSON: there is nothing in it.")]
    [InlineData(
        "{\n\"actions\": [[0, 0]",
        "2: This is not valid JSON: the text ends before all brackets and quotations are closed.")]
    [InlineData(
        "{\"actions",
        "1: This is not valid JSON: the text ends before all brackets and quotations are closed.")]
    [InlineData("{\n\"actions\": [],}", "2: This is not valid JSON: a ',' stands before the closing bracket.")]
    [InlineData("{\"actions\" []}", "1: This is not valid JSON: a ':' is missing behind a key.")]
    [InlineData("{actions: []}", "1: This is not valid JSON: a key in double quotes belongs here.")]
    [InlineData("{\"actions\": [[0 0]]}", "1: This is not valid JSON: a ',' or the closing bracket is missing.")]
    [InlineData("{\"actions\": [[NaN, 0]]}", "1: This is not valid JSON: a value belongs here.")]
    [InlineData(
        "{\"actions\": [[1., 0]]}",
        "1: This is not valid JSON: a number is not written as JSON wants it, such as 0.5 or -1e3.")]
    [InlineData(
        "{\"actions\": []} {\"actions\": []}",
        "1: This is not valid JSON: something stands behind the end; several requests go into an array.")]
    public void Simulate_WhatIsNotJson_IsOneLineWithItsPlace(string json, string fault) => Assert.Equal(
        new Invocation(2, "", $"{Path.Combine(_folder, "in.json")}:{fault}\n"), Simulate(json));

    [Fact]
    public void Simulate_AnActionThatThereIsNot_SaysWhichThereAre()
    {
        File.WriteAllText(Path.Combine(_folder, "in.json"), """[{"actions": [0]}, {"actions": [5]}]""");
        Assert.Equal(
            $"{Path.Combine(_folder, "in.json")}: request 1: actions[0] must be a whole number from 0 to 4, but is"
            + " 5.\n",
            Invocation.Of("simulate", "grid-navigation", "--input", Path.Combine(_folder, "in.json")).Error);
    }

    [Fact]
    public void Describe_AFamily_NamesWhatItsUserNeeds()
    {
        var text = Invocation.Of("describe", "point-navigation").Out;
        Assert.All(
            [
                "goal_x", "uniform on [-0.5, 0.5]", "extrapolation", "maml-2017", "733003c9489386", "100 steps",
                "Finn, Abbeel, Levine 2017",
            ],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Describe_WithASetting_ShowsIt() => Assert.Contains(
        "normal, mean 0.1, std 0.02",
        Invocation.Of("describe", "point-navigation", "--set", "tasks.goal_x.normal=[0.1, 0.02]").Out,
        StringComparison.Ordinal);

    [Fact]
    public void Describe_WithAnotherName_IsRefused() => Assert.Equal(
        new Invocation(
            2, "", "--set name=maze: The family is 'bandit' already; leave out 'name', or name another family.\n"),
        Invocation.Of("describe", "bandit", "--set", "name=maze"));

    [Fact]
    public void Describe_AnUnknownFamily_OffersTheNearest()
    {
        var result = Invocation.Of("describe", "point-navigaton");
        Assert.Equal(
            (2, "There is no family 'point-navigaton'; did you mean 'point-navigation'?\n"),
            (result.ExitCode, result.Error));
    }

    [Fact]
    public void Oracle_OfTheGrid_ShowsRandomBayesOptimalAndOptimal()
    {
        var text = Invocation.Of("oracle", "grid-navigation", "--episodes", "4").Out;
        Assert.Contains("Bayes-optimal, exact", text, StringComparison.Ordinal);
        // all four episodes; held against brute force in GoalSearchTests
        Assert.Contains("37.214", text, StringComparison.Ordinal);
        Assert.Contains("44.286", text, StringComparison.Ordinal);  // 4 × the mean over goals of 16 − d − 0.1 (d − 1)
    }

    // whose engine would need hours for them
    [Fact]
    public void Oracle_OfABody_TrainsNoSpecialistsUnlessAsked()
    {
        var result = Invocation.Of("oracle", "hopper", "--tasks", "2", "--set", "horizon=5");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("| random ", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("specialist", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "| specialist, trained on the task ",
            Invocation.Of("oracle", "hopper", "--tasks", "2", "--set", "horizon=5", "--generations", "1").Out,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
            "--split", "tset", "--split: The family 'point-navigation' has no task split 'tset'; did you mean 'test'?")]
    [InlineData("--tasks", "0", "--tasks must be a whole number of at least 1, but is '0'.")]
    public void Oracle_WithABadOption_SaysTheRule(string option, string value, string rule)
    {
        var result = Invocation.Of("oracle", "point-navigation", option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(rule, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Freeze_SomeTasks_WritesAFileThatAnExperimentCanBeEvaluatedOn()
    {
        var file = Path.Combine(_folder, "set.json");
        var result = Invocation.Of(
            "freeze", "point-navigation", "--tasks", "3", "--split", "extrapolation", "--output", file);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith($"{file}: 3 tasks of point-navigation, hash ", result.Out, StringComparison.Ordinal);
        var experiment = Path.Combine(_folder, "x.yaml");
        File.WriteAllText(
            experiment, $"name: x\nfamily: {{name: point-navigation}}\nevaluation: {{task_set: {file}}}\n");
        Assert.Equal(0, Invocation.Of("check", experiment).ExitCode);
    }

    [Fact]
    public void Freeze_FullDisk_NamesTheFileAndTheCure() => Assert.Equal(
        new Invocation(
            1, "",
            "/dev/full: The file cannot be written: No space left on device : '/dev/full'; use another --output, or"
            + " make room and permission for it.\n"),
        Invocation.Of("freeze", "point-navigation", "--output", "/dev/full"));

    [Fact]
    public void Simulate_FullDisk_NamesTheFileAndTheCure() => Assert.Equal(
        "/dev/full: The file cannot be written: No space left on device : '/dev/full'; use another --output, or make"
        + " room and permission for it.\n",
        Simulate("""{"actions": []}""", "--output", "/dev/full").Error);

    [Fact]
    public void Simulate_FolderAsInput_SaysSo() => Assert.Equal(
        new Invocation(2, "", $"{_folder}: This is a folder; name a file.\n"),
        Invocation.Of("simulate", "point-navigation", "--input", _folder));

    [Theory]
    [InlineData(
            "grid-navigation", "{\"initial_state\": [25], \"actions\": [0]}",
            "request 0: initial_state must be whole numbers from 0 to 24, but holds 25.")]
    [InlineData(
            "grid-navigation", "{\"initial_state\": [3.5], \"actions\": [0]}",
            "request 0: initial_state must be whole numbers from 0 to 24, but holds 3.5.")]
    [InlineData(
            "cart-pole", "{\"params\": {\"length\": 1, \"length\": 1}, \"actions\": [0]}",
            "params has 'length' twice, or under two names.")]
    [InlineData("cart-pole", "{\"actions\": [0], \"actions\": [1]}", "The key 'actions' is there twice.")]
    [InlineData(
            "cart-pole", "{\"initial_state\": [1e999, 0, 0, 0], \"actions\": [0]}",
            "initial_state must be finite, but is 1e999.")]
    [InlineData(
            "double-integrator", "{\"initial_state\": [1e300, 0], \"actions\": [0]}",
            "request 0: The state or reward is not finite after actions[0].")]
    public void Simulate_WhatCannotBe_IsOneLineWithTheRule(string family, string json, string rule)
    {
        var file = Path.Combine(_folder, "in.json");
        File.WriteAllText(file, json);
        var result = Invocation.Of("simulate", family, "--double", "--input", file);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(file, result.Error, StringComparison.Ordinal);
        Assert.EndsWith(rule + "\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tasks.goal_x=4")]
    [InlineData("size=12")]
    public void Oracle_WhoseBayesOptimumIsNotKnown_LeavesItOut(string setting)
    {
        var result = Invocation.Of("oracle", "grid-navigation", "--set", setting);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.DoesNotContain("Bayes", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Freeze_OfTwoSplits_DrawsOtherTasks()
    {
        string Hash(string split) => Invocation.Of(
            "freeze", "cart-pole", "--tasks", "5", "--split", split, "--output",
            Path.Combine(_folder, "set.json")).Out.Split("hash ")[1];
        Assert.NotEqual(Hash("train"), Hash("test"));
    }

    [Theory]
    [InlineData("--episodes", "3")]
    [InlineData("--split", "test")]
    [InlineData("--set", "arms=3")]
    public void Oracle_PublishedWithASettingOfItsOwn_IsRefused(string option, string value) => Assert.Equal(
        (2, $"{option} has no meaning with --published, whose settings are the paper's; remove it.\n"),
        (
            Invocation.Of("oracle", "bandit", "--published", option, value) is var result ? result.ExitCode : 0,
            result.Error));

    [Fact]
    public void Oracle_PublishedOfOneTask_IsRefused() =>
        Assert.Equal(2, Invocation.Of("oracle", "bandit", "--published", "--tasks", "1").ExitCode);

    [Fact]
    public void Oracle_PublishedOfAFamilyWithout_SaysWhichHaveSome()
    {
        var result = Invocation.Of("oracle", "point-navigation", "--published");
        Assert.Equal(2, result.ExitCode);
        Assert.EndsWith("there are some for bandit and tabular-mdp.\n", result.Error, StringComparison.Ordinal);
    }

    private Invocation Simulate(string json, params string[] options)
    {
        File.WriteAllText(Path.Combine(_folder, "in.json"), json);
        return Invocation.Of(["simulate", "point-navigation", "--input", Path.Combine(_folder, "in.json"), .. options]);
    }
}
