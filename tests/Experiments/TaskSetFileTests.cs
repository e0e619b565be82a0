using MetaRL.Environments.Control;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Experiments;
using Xunit;

namespace MetaRL.Tests.Experiments;

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
        Assert.Equal((5, tasks.ContentHash()), (file.Count, file.Tasks(_family).ContentHash()));
    }

    [Fact]
    public void Load_AChangedNumber_IsRefused()
    {
        var tasks = Save();
        var first = tasks["goal_x"].data<double>()[0].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllText(Path, File.ReadAllText(Path).Replace(first, "0.25", StringComparison.Ordinal));
        var error = Assert.Throws<ConfigurationException>(() => TaskSetFile.Load(Path, _family));
        Assert.Contains($"but the file says {tasks.ContentHash()[..12]}: it was changed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAnotherFamily_NamesBoth()
    {
        Save();
        var error = Assert.Throws<ConfigurationException>(() => TaskSetFile.Load(Path, new GridNavigation()));
        Assert.Equal($"{Path}: These are tasks of 'point-navigation', but the family is 'grid-navigation'.", error.Message);
    }

    [Fact]
    public void Load_WithOtherSettingsOfTheFamily_SaysWhichSizesDiffer()
    {
        var family = Families.Create("bandit", ["arms=5"]);
        TaskSetFile.Of(family, family.Sample(new RngKey(3), 2, TaskSplit.Test)).Save(Path);
        var error = Assert.Throws<ConfigurationException>(() => TaskSetFile.Load(Path, Families.Create("bandit", ["arms=6"])));
        Assert.StartsWith($"{Path}: These are tasks of 'bandit' with other settings: they have", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("[1, 2]")]
    [InlineData("{\"format\": 1, \"family\": \"point-navigation\", \"hash\": null, \"parameters\": {\"goal_x\": {\"shape\": [1], \"numbers\": [1]}}}")]
    [InlineData("{\"format\": 1, \"family\": \"point-navigation\", \"hash\": \"a\", \"parameters\": {\"goal_x\": null}}")]
    [InlineData("{\"format\": 1, \"family\": \"point-navigation\", \"hash\": \"a\", \"parameters\": {\"goal_x\": {\"shape\": [], \"numbers\": [1]}}}")]
    [InlineData("{\"format\": 1, \"family\": \"point-navigation\", \"hash\": \"a\", \"parameters\": {\"goal_x\": {\"shape\": [2], \"numbers\": [1]}}}")]
    [InlineData("{\"format\": 1, \"family\": \"point-navigation\", \"hash\": \"a\", \"parameters\": {\"goal_x\": {\"shape\": [1], \"numbers\": null}}}")]
    public void Load_SomethingElse_SaysWhatWritesOne(string text)
    {
        File.WriteAllText(Path, text);
        var error = Assert.Throws<ConfigurationException>(() => TaskSetFile.Load(Path, _family));
        Assert.Equal($"{Path}: This is no task set of MetaRL; `metarl freeze` writes one.", error.Message);
    }

    [Fact]
    public void Parse_AnEvaluationOnATaskSet_TakesAllItsTasks()
    {
        Save();
        var evaluation = ExperimentFile.Parse(
            $"name: x\nfamily: {{name: point-navigation}}\nevaluation: {{task_set: {Path}}}\n", "x.yaml", []).Single().Evaluation;
        Assert.Equal((5, "task-set"), (evaluation.Tasks, evaluation.Split.Name));
    }

    private TaskBatch Save()
    {
        var tasks = _family.Sample(new RngKey(3), 5, TaskSplit.Test);
        TaskSetFile.Of(_family, tasks).Save(Path);
        return tasks;
    }
}
