using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Configuration;

public sealed class TaskSetFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly PointNavigation _family = new();

    private string Path => System.IO.Path.Combine(_folder, "set.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_WhatWasSaved_HasTheSameTasks()
    {
        var tasks = Save();
        var file = TaskSetFile.Load(Path, _family);
        Assert.Equal(
            (5, _family.Tasks.ContentHash(tasks)), (file.Count, _family.Tasks.ContentHash(file.Tasks(_family))));
    }

    [Fact]
    public void Load_AChangedNumber_IsRefused()
    {
        var tasks = Save();
        var first = tasks["goal_x"].Numbers[0].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllText(Path, File.ReadAllText(Path).Replace(first, "0.25", StringComparison.Ordinal));
        var error = Assert.Throws<ConfigurationException>(() => TaskSetFile.Load(Path, _family));
        Assert.Contains(
            $"but the file says {_family.Tasks.ContentHash(tasks)[..12]}: it was changed.", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAnotherFamily_NamesBoth()
    {
        Save();
        var error = Assert.Throws<ConfigurationException>(() => TaskSetFile.Load(Path, new GridNavigation()));
        Assert.Equal(
            $"{Path}: These are tasks of 'point-navigation', but the family is 'grid-navigation'.", error.Message);
    }

    [Fact]
    public void Load_WithOtherSettingsOfTheFamily_SaysWhichSizesDiffer()
    {
        var family = Families.Create("bandit", ["arms=5"]);
        TaskSetFile.Of(family, family.Tasks.Sample(new RngKey(3), 2, TaskSplit.Test)).Save(Path);
        var error = Assert.Throws<ConfigurationException>(
            () => TaskSetFile.Load(Path, Families.Create("bandit", ["arms=6"])));
        Assert.StartsWith(
            $"{Path}: These are tasks of 'bandit' with other settings: they have", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("[1, 2]")]
    [InlineData(
            "{\"format\": 1, \"family\": \"point-navigation\", \"hash\": null, \"parameters\": {\"goal_x\":"
            + " {\"shape\": [1], \"numbers\": [1]}}}")]
    [InlineData(
            "{\"format\": 1, \"family\": \"point-navigation\", \"hash\": \"a\", \"parameters\": {\"goal_x\": null}}")]
    [InlineData(
            "{\"format\": 1, \"family\": \"point-navigation\", \"hash\": \"a\", \"parameters\": {\"goal_x\":"
            + " {\"shape\": [], \"numbers\": [1]}}}")]
    [InlineData(
            "{\"format\": 1, \"family\": \"point-navigation\", \"hash\": \"a\", \"parameters\": {\"goal_x\":"
            + " {\"shape\": [2], \"numbers\": [1]}}}")]
    [InlineData(
            "{\"format\": 1, \"family\": \"point-navigation\", \"hash\": \"a\", \"parameters\": {\"goal_x\":"
            + " {\"shape\": [1], \"numbers\": null}}}")]
    public void Load_SomethingElse_SaysWhatWritesOne(string text)
    {
        File.WriteAllText(Path, text);
        var error = Assert.Throws<ConfigurationException>(() => TaskSetFile.Load(Path, _family));
        Assert.Equal($"{Path}: This is no task set of MetaRL; `metarl freeze` writes one.", error.Message);
    }

    [Fact]
    public void Load_WithoutAParameter_GivesItItsDefault()
    {
        // SHA-256 of "point-navigation[2]goal_x[2]" and 0.25, −0.5 as little-endian 64-bit floats
        const string hash = "5bbf5c8fd6de18881a03a898790df8a508bca4daf77463482fb334fe091bc031";
        File.WriteAllText(Path, Json(2, hash, "\"goal_x\": {\"shape\": [2], \"numbers\": [0.25, -0.5]}"));
        var tasks = TaskSetFile.Load(Path, _family).Tasks(_family);
        Assert.Equal([0.0, 0.0], tasks["goal_y"].Numbers);
        Assert.Equal([0.25, -0.5], tasks["goal_x"].Numbers);
    }

    [Fact]
    public void Load_WithGymnasiumsNameOfAParameter_HasItsTasks()
    {
        // SHA-256 of "acrobot[2]link_mass_1[2]" and 0.75, 1.25 as little-endian 64-bit floats
        const string hash = "43e6fba09468485594835a85347654c360e1c14d368a6ebc8382a8d13d080247";
        File.WriteAllText(
            Path, Json(2, hash, "\"LINK_MASS_1\": {\"shape\": [2], \"numbers\": [0.75, 1.25]}", "acrobot"));
        var family = new Acrobot();
        Assert.Equal([0.75, 1.25], TaskSetFile.Load(Path, family).Tasks(family)["link_mass_1"].Numbers);
    }

    [Fact]
    public void Load_WithTwoNamesOfOneParameter_IsRefused()
    {
        const string one = "{\"shape\": [1], \"numbers\": [1]}";
        File.WriteAllText(Path, Json(2, "a", $"\"LINK_MASS_1\": {one}, \"link_mass_1\": {one}", "acrobot"));
        var error = Assert.Throws<ConfigurationException>(() => TaskSetFile.Load(Path, new Acrobot()));
        Assert.Equal(
            $"{Path}: The parameter 'link_mass_1' must be given once, but is there under two names.", error.Message);
    }

    [Fact]
    public void Load_WithAnUnknownParameter_SaysWhichThereAre()
    {
        File.WriteAllText(Path, Json(2, "a", "\"goal_z\": {\"shape\": [1], \"numbers\": [1]}"));
        var error = Assert.Throws<ConfigurationException>(() => TaskSetFile.Load(Path, _family));
        Assert.Equal(
            $"{Path}: These are tasks of 'point-navigation' with other settings: they have goal_z, but the family has"
            + " goal_x, goal_y, wind_x, wind_y. Give the family the settings that it was frozen with.",
            error.Message);
    }

    [Fact]
    public void Load_OfTheFirstFormat_HasTheTasksOfTheFile() => Assert.Equal(
        [-0.39115197656960676, -0.43691911401970585], LoadFirstFormat(goalX: "-0.39115197656960676")["goal_x"].Numbers);

    [Fact]
    public void Load_AChangedNumberOfTheFirstFormat_IsRefused()
    {
        var error = Assert.Throws<ConfigurationException>(() => LoadFirstFormat(goalX: "-0.25"));
        Assert.Contains("but the file says 9e2744f3d407: it was changed.", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AFolder_SaysThatItIsOne() => Assert.Equal(
        "/: This is a folder; name a file.",
        Assert.Throws<ConfigurationException>(() => TaskSetFile.Load("/", _family)).Message);

    [Fact]
    public void Parse_AnEvaluationOnATaskSet_TakesAllItsTasks()
    {
        Save();
        var evaluation = ExperimentFile.Parse(
            $"name: x\nfamily: {{name: point-navigation}}\nevaluation: {{task_set: {Path}}}\n", "x.yaml",
            []).Single().Evaluation;
        Assert.Equal((5, "task-set"), (evaluation.Tasks, evaluation.Split.Name));
    }

    // As version 0.1.0 wrote it before format 2: `metarl freeze point-navigation --tasks 2 --seed 7`.
    private TaskSet LoadFirstFormat(string goalX)
    {
        File.WriteAllText(Path, Json(
            1,
            "9e2744f3d407cbdf26e4db15f0372ca63d09499658c3a371325196f8075281ee",
            $$"""
            "goal_x": {"shape": [2], "numbers": [{{goalX}}, -0.43691911401970585]},
            "goal_y": {"shape": [2], "numbers": [0.35813592111905956, -0.04860169544280357]},
            "wind_x": {"shape": [2], "numbers": [0, 0]},
            "wind_y": {"shape": [2], "numbers": [0, 0]}
            """));
        return TaskSetFile.Load(Path, _family).Tasks(_family);
    }

    private static string Json(int format, string hash, string parameters, string family = "point-navigation") =>
        $$"""
        {"format": {{format}}, "family": "{{family}}", "hash": "{{hash}}", "parameters": {
        {{parameters}}
        }
        }
        """;

    private TaskSet Save()
    {
        var tasks = _family.Tasks.Sample(new RngKey(3), 5, TaskSplit.Test);
        TaskSetFile.Of(_family, tasks).Save(Path);
        return tasks;
    }
}
