using MetaRL.Cli.Output;
using MetaRL.Cli.Progress;
using MetaRL.Cluster.Coordination;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class WorkerProgressTests
{
    [Theory]
    [InlineData(0, 0, 0, "0 there")]
    [InlineData(3, 2, 0, "3 there, 2 with a run")]
    [InlineData(3, 0, 3, "3 there, 3 with tasks")]
    [InlineData(4, 2, 1, "4 there, 2 with a run, 1 with tasks")]
    public void Of_WorkersThatDoSomething_SaysHowMany(int there, int runs, int tasks, string expected) =>
        Assert.Equal(expected, WorkerText.Of(new WorkerCounts(there, runs, tasks)));

    [Fact]
    public void WorkersChanged_InPlainLines_SaysWhoCameAndWent()
    {
        using var output = new StringWriter();
        var progress = new PlainProgress(new Terminal(output, TextWriter.Null, Live: false));
        progress.WorkersChanged(new WorkerCounts(2, 0, 0));
        progress.WorkersChanged(new WorkerCounts(2, 2, 0));
        progress.WorkersChanged(new WorkerCounts(1, 1, 0));
        Assert.Equal("workers: 2\nworkers: 1 (before: 2)\n", output.ToString());
    }

    [Fact]
    public void WorkersChanged_AtATerminal_IsALineThatStaysWhenAllAreBusy()
    {
        using var output = new Screen();
        var terminal = new Terminal(output, TextWriter.Null, Live: true);
        terminal.Console.Profile.Width = 100;
        _ = LiveProgress.Show(terminal.Console, progress =>
        {
            progress.WorkersChanged(new WorkerCounts(3, 0, 0));
            progress.WorkersChanged(new WorkerCounts(2, 2, 0));
            return SpinWait.SpinUntil(
                () => output.ToString().Contains("2 there, 2 with a run", StringComparison.Ordinal),
                TimeSpan.FromSeconds(5));
        });
        Assert.Contains("2 there, 2 with a run", output.ToString(), StringComparison.Ordinal);
    }

    // Written by the thread that draws, read by another
    private sealed class Screen : StringWriter
    {
        public override void Write(char[] buffer, int index, int count)
        {
            lock (this)
            {
                base.Write(buffer, index, count);
            }
        }

        public override void Write(string? value)
        {
            lock (this)
            {
                base.Write(value);
            }
        }

        public override string ToString()
        {
            lock (this)
            {
                return base.ToString();
            }
        }
    }
}
