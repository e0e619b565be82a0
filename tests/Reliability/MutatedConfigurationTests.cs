using System.Diagnostics;
using MetaRL.Tests.Cli;
using MetaRL.Tests.Configuration;
using Xunit;

namespace MetaRL.Tests.Reliability;

/// <summary>
/// Experiment files as people break them: <c>check</c> says yes or one line, soon and in little memory, and what it
/// accepts trains. What the program accepts its schema accepts.
/// </summary>
public sealed class MutatedConfigurationTests : IDisposable
{
    private const long MostMemory = 500L << 20; // bytes
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    private static readonly string[] Values =
    [
        "0", "-1", "1e999", "1e-999", "1e300", "nan", ".inf", "-.inf", "null", "~", "''", "[]", "{}", "[1, [2]]",
        "true", "no", "99999999999999999999",
        "2147483647", "0.5", "1", "3", "x", "maml", "ppo", "é😀", "\"\\u0000\"", "*a", "&a 1", "<<", "!!int 3", "- 1",
        "a: b", "|", ">-", "[", "}", "'", "auto", "cuda",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("metarl test ").FullName;

    public static IEnumerable<object[]> Files =>
        Directory.GetFiles(Checkout.Path("configs"), "*.yaml").Order()
            .Select(file => new object[] { Path.GetFileName(file) });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Files))]
    public void Check_MutatedFile_AcceptsOrRefusesInOneLine(string name)
    {
        var original = File.ReadAllLines(Checkout.Path("configs", name));
        var random = new Random(name.Length);
        var path = Path.Combine(_folder, name);
        for (var mutation = 0; mutation < Thoroughness.Times(usually: 25, thoroughly: 500); mutation++)
        {
            File.WriteAllText(path, Mutated(original, random));
            if (Checks(path))
            {
                SchemaOfExperiments.AssertAccepts(File.ReadAllText(path));
                Trains(path);
            }
        }
    }

    private static bool Checks(string path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        var check = Invocation.Of("check", path);
        var (time, memory) = (clock.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before);

        AssertWords(check, path, mostLines: 100);
        Assert.True(
            time < MostTime && memory < MostMemory,
            $"check took {time} and {memory} bytes of\n{File.ReadAllText(path)}");
        return check.ExitCode == 0;
    }

    private void Trains(string path)
    {
        string[] cut =
        [
            "training.iterations=1", "training.tasks=2", "training.envs_per_task=2", "policy.hidden=[4]", "seeds=[1]",
            "compute={device: cpu, threads: 1}",
        ];
        (string Algorithm, string Cut)[] cuts =
        [
            ("rl2", "hidden=4"), ("pearl", "gradient_steps=2"), ("sac", "gradient_steps=2"),
        ];
        foreach (var (algorithm, small) in cuts)
        {
            if (File.ReadAllText(path).Contains($"\n  {algorithm}:", StringComparison.Ordinal))
            {
                cut = [.. cut, $"algorithms.{algorithm}.{small}"];
            }
        }

        var output = Path.Combine(_folder, "runs");
        var train = Invocation.Of(
            ["train", path, "--output", output, .. cut.SelectMany(set => new[] { "--set", set })]);
        AssertWords(train, path);
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static void AssertWords(Invocation run, string path, int mostLines = 1) => Assert.True(
        run.ExitCode is 0 or 1 or 2 && run.Error.Split('\n') is var lines && lines.Length <= mostLines + 1
        && lines.All(line => line.Length < 1000)
        && !run.Error.Contains("Unexpected", StringComparison.Ordinal),
        $"{run.ExitCode}: {run.Error}\n{File.ReadAllText(path)}");

    // One to three slips.
    private static string Mutated(string[] original, Random random)
    {
        var lines = original.ToList();
        for (var slips = random.Next(1, 4); slips > 0 && lines.Count > 1; slips--)
        {
            var at = random.Next(lines.Count);
            var line = lines[at];
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            switch (random.Next(10))
            {
                case 0:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    lines.Insert(random.Next(lines.Count), line);
                    break;
                case 2:
                    lines[at] = random.Next(2) == 0 ? " " + line : line.TrimStart();
                    break;
                case 3:
                    lines[at] = "\t" + line;
                    break;
                case 4 when line.Length > 0:
                    lines[at] = line.Remove(random.Next(line.Length), 1);
                    break;
                case 5 when line.Length > 0:
                    lines[at] = line.Insert(random.Next(line.Length), ((char)random.Next(32, 127)).ToString());
                    break;
                case 6:
                    lines.RemoveRange(at, lines.Count - at);
                    break;
                default:
                    lines[at] = colon < 0 ? line : $"{line[..(colon + 1)]} {Values[random.Next(Values.Length)]}";
                    break;
            }
        }

        return string.Join('\n', lines) + "\n";
    }
}
