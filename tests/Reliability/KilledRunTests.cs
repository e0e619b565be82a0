using System.Text.Json;
using MetaRL.Checkpoints;
using MetaRL.Runs;
using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Reliability;

/// <summary>A run of every kind of learner that is killed again and again ends as one that nothing disturbed.</summary>
public sealed class KilledRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metarl test ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_KilledAtRandomMoments_EndsWithTheSameFiles()
    {
        var config = Path.Combine(_folder, "stored.yaml");
        var stored = File.ReadAllText(Checkout.Path("tests", "golden", "runs", "stored.yaml"))
            .Replace("iterations: 2, tasks: 2", "iterations: 4, tasks: 2", StringComparison.Ordinal);
        File.WriteAllText(config, stored);
        var (whole, killed) = (Path.Combine(_folder, "whole"), Path.Combine(_folder, "killed"));

        var clock = System.Diagnostics.Stopwatch.StartNew();
        Ends(config, whole);
        var time = clock.Elapsed;

        var random = new Random(1);
        for (var kill = 0; kill < Thoroughness.Times(usually: 4, thoroughly: 20); kill++)
        {
            using var metarl = Started.Metarl(_folder, "run", config, "--output", killed);
            Thread.Sleep(time * random.NextDouble());
            Kill.Process(metarl.Id, "KILL");
            _ = metarl.Ended();
            AssertWhole(killed);
        }

        Ends(config, killed);
        AssertSame(whole, killed);
    }

    private void Ends(string config, string output)
    {
        using var metarl = Started.Metarl(_folder, "run", config, "--output", output);
        var end = metarl.Ended(TimeSpan.FromMinutes(4));
        Assert.True(end.ExitCode == 0, end.Error);
    }

    // Whatever has its final name is whole.
    private static void AssertWhole(string output)
    {
        foreach (var file in Files(output))
        {
            switch (Path.GetExtension(file))
            {
                case ".safetensors":
                    _ = Safetensors.FromBytes(File.ReadAllBytes(file));
                    break;
                case ".json":
                    using (JsonDocument.Parse(File.ReadAllBytes(file)))
                    {
                    }

                    break;
            }
        }
    }

    private static void AssertSame(string whole, string killed)
    {
        var names = Files(whole).Select(file => Path.GetRelativePath(whole, file)).Where(IsCompared).Order().ToArray();
        Assert.Equal(names, Files(killed).Select(file => Path.GetRelativePath(killed, file)).Where(IsCompared).Order());
        Assert.Contains(names, name => name.EndsWith("iteration-000004.safetensors", StringComparison.Ordinal));
        foreach (var name in names)
        {
            var (one, other) = (Path.Combine(whole, name), Path.Combine(killed, name));
            if (Path.GetFileName(name) == "metrics.csv")
            {
                Assert.Equal(Columns(one), Columns(other));
            }
            else
            {
                Assert.True(File.ReadAllBytes(one).SequenceEqual(File.ReadAllBytes(other)), name);
            }
        }
    }

    // All but the seconds that an iteration took.
    private static IEnumerable<IReadOnlyList<double>> Columns(string file)
    {
        var table = MetricsTable.Read(file);
        return table.Columns.Where(column => column != "seconds").Select(column => table[column]);
    }

    // Where a run was computed, when and how fast are its own, and so is the curve over time that TensorBoard draws.
    private static bool IsCompared(string name) =>
        Path.GetFileName(name) is not (
            "provenance.json" or "report.html" or "equal-time.md" or "learning-time.svg" or "learning-time.png")
        && !name.Contains("tfevents", StringComparison.Ordinal)
        && !name.EndsWith(".partial", StringComparison.Ordinal) && Path.GetFileName(name) != ".lock";

    private static string[] Files(string output) =>
        Directory.Exists(output) ? Directory.GetFiles(output, "*", SearchOption.AllDirectories) : [];
}
