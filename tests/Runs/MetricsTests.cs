using MetaRL.Runs;
using Xunit;

namespace MetaRL.Tests.Runs;

public sealed class MetricsTests
{
    private readonly string _output = SmallRun.Folder();

    private string MetricsPath => Path.Combine(_output, "x", "maml", "seed-1", "metrics.csv");

    [Fact]
    public void Record_TwoIterations_IsAHeaderWithUnitsAndARowEach()
    {
        SmallRun.OpenAndTrainTo(_output, 2).Dispose();

        Assert.Equal(
            """
            iteration,env_steps [steps],return_before [return],return_after [return],seconds [s],kl [nats],loss
            1,400,-20.5,-10.25,1.5,0.01,0.5
            2,800,-20.5,-10.25,1.5,0.01,0.5

            """,
            File.ReadAllText(MetricsPath));
    }

    [Fact]
    public void Record_ResumedRun_HasTheSameBytes()
    {
        SmallRun.OpenAndTrainTo(_output, 3).Dispose();
        var uninterrupted = File.ReadAllText(MetricsPath);
        Directory.Delete(_output, recursive: true);

        SmallRun.OpenAndTrainTo(_output, 2).Dispose();
        SmallRun.OpenAndTrainTo(_output, 3).Dispose();

        Assert.Equal(uninterrupted, File.ReadAllText(MetricsPath));
    }

    [Fact]
    public void Record_Row_CanBeReadAtOnce()
    {
        using var run = SmallRun.OpenAndTrainTo(_output, 1);

        Assert.Single(MetricsTable.Read(MetricsPath).Rows);
    }

    [Fact]
    public void Resume_LineCutShort_DropsIt()
    {
        SmallRun.OpenAndTrainTo(_output, 2).Dispose();
        File.AppendAllText(MetricsPath, "3,12");

        SmallRun.OpenAndTrainTo(_output, 3).Dispose();

        Assert.Equal([400, 800, 1200], MetricsTable.Read(MetricsPath)["env_steps"]);
    }

    [Fact]
    public void Read_MissingFile_IsEmpty() => Assert.Empty(MetricsTable.Read("nowhere.csv").Rows);

    [Fact]
    public void Learning_Table_IsReturnsOverSteps()
    {
        SmallRun.OpenAndTrainTo(_output, 2).Dispose();

        var series = MetricsTable.Read(MetricsPath).Learning("maml");

        Assert.Equal([[400, 800], [-20.5, -20.5], [-10.25, -10.25]], [series.EnvSteps, series.Before, series.After]);
    }

    [Fact]
    public void Indexer_UnknownColumn_NamesTheColumns()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => MetricsTable.Read("nowhere.csv")["loss"]);

        Assert.Equal(
            "nowhere.csv has no column 'loss'; it has iteration, env_steps, return_before, return_after, seconds.",
            error.Message);
    }

    [Theory]
    [InlineData("1,2,3", "A row must be 5 numbers, but is 1,2,3; delete the run directory to begin anew.")]
    [InlineData("1,2,3,x,5", "A row must be 5 numbers, but is 1,2,3,x,5; delete the run directory to begin anew.")]
    public void Read_MalformedRow_NamesTheLine(string row, string rule)
    {
        var path = Path.Combine(_output, "metrics.csv");
        const string Header = "iteration,env_steps [steps],return_before [return],return_after [return],seconds [s]";
        File.WriteAllText(path, $"{Header}\n{row}\n");

        var error = Assert.Throws<RunDirectoryException>(() => MetricsTable.Read(path));

        Assert.Equal($"{path}:2: {rule}", error.Message);
    }

    [Fact]
    public void Read_ForeignFile_SaysSo()
    {
        var path = Path.Combine(_output, "metrics.csv");
        File.WriteAllText(path, "a,b\n1,2\n");

        var error = Assert.Throws<RunDirectoryException>(() => MetricsTable.Read(path));

        Assert.Equal(
            $"{path}:1: These are no metrics of MetaRL: the header must begin with"
            + " iteration,env_steps [steps],return_before [return],return_after [return],seconds [s].",
            error.Message);
    }
}
