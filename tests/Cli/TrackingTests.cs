using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>Looking over runs: runs, diff, tag, export.</summary>
public sealed class TrackingTests : IDisposable
{
    private readonly ExperimentFolder _folder = new("seeds: [1, 2]");

    public TrackingTests() => Invocation.Succeeds("run", _folder.Config, "--output", _folder.Runs);

    [Fact]
    public void Runs_Folder_ListsThemAll()
    {
        var run = Invocation.Of("runs", _folder.Runs);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"| {_folder.Run("maml", "seed-2")} ", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("4 runs; before and after: interquartile means over test tasks\n", run.Out);
    }

    [Fact]
    public void Runs_WhereAndSort_ChooseAndOrder()
    {
        var run = Invocation.Of(
            "runs", _folder.Runs, "--where", "algorithm=maml and seed<5", "--sort", "seed", "--descending", "--show",
            "inner.step_size");
        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Out.Split('\n');
        Assert.Contains("inner.step_size |", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"| {_folder.Run("maml", "seed-2")} ", lines[2]);
        Assert.StartsWith($"| {_folder.Run("maml", "seed-1")} ", lines[3]);
        Assert.StartsWith("2 runs;", lines[4]);
    }

    [Fact]
    public void Runs_ShowWhatIsShown_ShowsItOnce()
    {
        Invocation.Succeeds("tag", _folder.Run("maml", "seed-1"), "--add", "paper", "--note", "a|b");
        var lines = Invocation.Of("runs", _folder.Runs, "--show", "tags", "--show", "note").Out.Split('\n');
        Assert.DoesNotContain(" Tags |", lines[0], StringComparison.Ordinal);
        Assert.Contains(" tags | ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.EndsWith(@" paper | a\|b |", StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_DamagedOne_IsNamedAndTheOthersAreListed()
    {
        File.WriteAllText(_folder.Run("maml", "seed-1", "provenance.json"), "{");
        var run = Invocation.Of("runs", _folder.Runs);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            $"damaged: {_folder.Run("maml", "seed-1", "provenance.json")}: The provenance is damaged", run.Error);
        Assert.Contains("3 runs", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The condition does not parse: a value is missing at column 6: seed<⟨here⟩\n", "--where", "seed<")]
    [InlineData("--where: No run has a key 'famly'; did you mean 'family'?\n", "--where", "famly=x")]
    [InlineData("--sort: No run has a key 'aftr'; did you mean 'after'?\n", "--sort", "aftr")]
    [InlineData("--sort: No run has a key 'return'; did you mean 'training_return'?\n", "--sort", "return")]
    [InlineData(
        "--sort: No run has a key 'xyzzy'; type 'metarl runs --keys' for those that there are.\n", "--sort", "xyzzy")]
    [InlineData("--show: No run has a key 'comit'; did you mean 'commit'?\n", "--show", "comit")]
    public void Runs_BadChoice_SaysWhatIsWrong(string error, params string[] options)
    {
        var run = Invocation.Of(["runs", _folder.Runs, .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(error, run.Error);
    }

    [Fact]
    public void Runs_NoneMeant_SaysSo() =>
        Assert.Equal("There is no such run.\n", Invocation.Of("runs", _folder.Runs, "--where", "seed=9").Out);

    [Fact]
    public void Runs_NoFolder_SaysSo()
    {
        var run = Invocation.Of("runs", "nowhere");
        Assert.Equal((1, "nowhere: There is no such folder.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Tag_Runs_AreFoundByIt()
    {
        var tagged = Invocation.Of(
            "tag", _folder.Run("maml"), "--add", "paper", "--add", "v2", "--remove", "v1", "--note", "for table 1");
        Assert.True(tagged.ExitCode == 0, tagged.Error);
        Assert.Equal(2, tagged.Out.TrimEnd().Split('\n').Length);
        var found = Invocation.Of("runs", _folder.Runs, "--where", "tags~paper and note~table").Out;
        Assert.Contains("| paper v2 |", found, StringComparison.Ordinal);
        Assert.Contains($"{_folder.Run("maml", "seed-1")}: for table 1\n", found, StringComparison.Ordinal);
        Assert.Contains("2 runs", found, StringComparison.Ordinal);
        Invocation.Succeeds("run", _folder.Config, "--output", _folder.Runs); // goes on as if they were not there
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    [InlineData("a,b")]
    public void Tag_NoWord_IsRefused(string tag)
    {
        var run = Invocation.Of("tag", _folder.Run("maml"), "--add", tag);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--add must be letters, digits", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_OfTwoSettings_ShowsThemAndTheirReturns()
    {
        var other = Path.Combine(_folder.Path, "other");
        Invocation.Succeeds(
            "run", _folder.Config, "--output", other, "--set", "inner.step_size=0.3", "--set", "policy.hidden=[5]");
        var run = Invocation.Of("diff", _folder.Run("maml", "seed-1"), Path.Combine(other, "tiny", "maml", "seed-1"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("| policy.hidden         | [4] | [5]", run.Out, StringComparison.Ordinal);
        Assert.Contains("| inner.step_size       | 0.1 | 0.3", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("seed ", run.Out.Split("\n\n")[1], StringComparison.Ordinal);
        Assert.Contains("| test, after 1 update ", run.Out, StringComparison.Ordinal);
        Assert.Contains("| 40 environment steps ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_OfARunWithItself_FindsNothing()
    {
        var run = Invocation.Of("diff", _folder.Run("maml", "seed-1"), _folder.Run("maml", "seed-1"));
        Assert.Contains("No setting differs.", run.Out, StringComparison.Ordinal);
        Assert.Contains("0 of 6 tasks, equal on 6", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_OfNoRun_SaysSo()
    {
        var run = Invocation.Of("diff", _folder.Run("maml", "seed-1"), _folder.Path);
        Assert.Equal((1, $"{_folder.Path}: This is not the directory of a run.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Export_AllFormats_WritesFourTablesEach()
    {
        var folder = Path.Combine(_folder.Path, "tables");
        var run = Invocation.Of("export", _folder.Runs, "--csv", "--parquet", "--json", "--output", folder);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            new[] { "csv", "json", "parquet" }.SelectMany(_ => new[] { "metrics", "returns", "runs", "tasks" }).Order(),
            Directory.GetFiles(folder).Select(file => Path.GetFileNameWithoutExtension(file)).Order());
        Assert.Contains($"{Path.Combine(folder, "returns.csv")}: 96 rows\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_Nothing_SaysSo()
    {
        var run = Invocation.Of("export", _folder.Runs, "--where", "seed=9");
        Assert.Equal((1, "There is no such run, so there is nothing to write.\n"), (run.ExitCode, run.Error));
    }

    public void Dispose() => _folder.Dispose();
}
