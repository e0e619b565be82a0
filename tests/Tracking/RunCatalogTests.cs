using MetaRL.Runs;
using MetaRL.Tests.Runs;
using MetaRL.Tracking;
using Xunit;

namespace MetaRL.Tests.Tracking;

public sealed class RunCatalogTests : IDisposable
{
    private readonly string _output = SmallRun.Folder();

    [Fact]
    public void Read_RunOfTwoIterations_KnowsWhatItIsAndCameTo()
    {
        using (SmallRun.OpenAndTrainTo(_output, 2))
        {
        }

        var run = Assert.Single(RunCatalog.Read([_output]).Runs);
        Assert.Equal("x", run.Values["experiment"]);
        Assert.Equal("maml", run.Values["algorithm"]);
        Assert.Equal("point-navigation", run.Values["family"]);
        Assert.Equal("stopped", run.Values["state"]);
        Assert.Equal("2", run.Values["iteration"]);
        Assert.Equal("100", run.Values["iterations"]);
        Assert.Equal("800", run.Values["env_steps"]);
        Assert.Equal("-10.25", run.Values["training_return"]);
        Assert.Equal("3", run.Values["seconds"]);
        Assert.Equal("", run.Values["after"]);
        Assert.Equal("second", run.Values["algorithm.order"]);
        Assert.Equal(RunRecord.Keys, run.Values.Keys.Take(RunRecord.Keys.Count));
    }

    [Fact]
    public void Read_RunThatIsBeingWritten_IsRunning()
    {
        using var open = SmallRun.OpenAndTrainTo(_output, 1);
        Assert.Equal(RunState.Running, Assert.Single(RunCatalog.Read([_output]).Runs).State);
    }

    [Fact]
    public void Read_WhileItIsLookedAt_CanBeOpened()
    {
        using (SmallRun.OpenAndTrainTo(_output, 1))
        {
        }

        using var stop = new CancellationTokenSource();
        var looking = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _ = RunDirectory.IsInUse(Path.Combine(_output, "x", "maml", "seed-1"));
            }
        });
        looking.Start();
        for (var start = 0; start < 50; start++)
        {
            using var open = SmallRun.Open(_output);
        }

        stop.Cancel();
        looking.Join();
    }

    [Theory]
    [InlineData("config.yaml", "a: [", "config.yaml")]
    [InlineData("config.yaml", "", "damaged")]
    [InlineData("provenance.json", "{", "provenance is damaged")]
    [InlineData("provenance.json", "null", "not the directory of a run")]
    [InlineData("metrics.csv", "what,is,this\n1,2,3\n", "no metrics of MetaRL")]
    [InlineData("metrics.csv", "", "There are 0 rows, but the run is trained for 1 iterations")]
    [InlineData("evaluation/test.json", "[]", "Write it anew")]
    [InlineData("labels.json", "{}", "Tags and note are damaged")]
    public void Read_DamagedRun_IsNamedAndTheOthersAreThere(string file, string content, string words)
    {
        using (SmallRun.OpenAndTrainTo(_output, 1))
        {
        }

        var good = Path.Combine(_output, "x", "maml", "seed-1");
        var bad = Path.Combine(_output, "x", "maml", "seed-2");
        Copy(good, bad);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(bad, file))!);
        File.WriteAllText(Path.Combine(bad, file), content);
        var catalog = RunCatalog.Read([_output]);
        Assert.Equal(good, Assert.Single(catalog.Runs).Location);
        var line = Assert.Single(catalog.Damaged);
        Assert.Contains(bad, line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Read_SameFolderTwice_HasItsRunsOnce()
    {
        using (SmallRun.OpenAndTrainTo(_output, 1))
        {
        }

        Assert.Single(RunCatalog.Read([_output, Path.Combine(_output, "x"), _output + "/"]).Runs);
    }

    [Fact]
    public void Read_LinkThatLeadsBack_Ends()
    {
        using (SmallRun.OpenAndTrainTo(_output, 1))
        {
        }

        Directory.CreateSymbolicLink(Path.Combine(_output, "x", "again"), _output);
        Assert.Single(RunCatalog.Read([_output]).Runs);
    }

    [Fact]
    public void Read_NoSuchFolder_SaysSo() => Assert.Equal(
        "nowhere: There is no such folder.",
        Assert.Throws<RunDirectoryException>(() => RunCatalog.Read(["nowhere"])).Message);

    [Fact]
    public void Labels_WrittenAndRead_AreTheSame()
    {
        var labels = RunLabels.None.With(["b", "a", "b"], []) with { Note = "of \"Tuesday\" – ok" };
        labels.Write(_output);
        var read = RunLabels.Read(_output);
        Assert.Equal(["a", "b"], read.Tags);
        Assert.Equal(labels.Note, read.Note);
        Assert.Equal(["a"], read.With([], ["b", "c"]).Tags);
    }

    public void Dispose() => Directory.Delete(_output, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
