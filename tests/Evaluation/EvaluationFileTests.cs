using MetaRL.Evaluation.Measuring;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public sealed class EvaluationFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metarl-evaluation-").FullName;

    private string File => Path.Combine(_folder, "seed-0", "evaluation", "test.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_Result_HasSnakeCaseKeysAndFormat()
    {
        EvaluationFile.Write(File, Fixture.Result("maml", 3, [-2.5, 0.1]));
        Assert.Equal(
            """
            {"format":1,"experiment":"demo","algorithm":"maml","family":"bandit","seed":3,"split":"test",
            "task_hash":"c0ffee","horizon":10,"envs_per_task":1,"step_size":0.1,"training_env_steps":2000000,
            "returns":[[[-2.5],[0.1]]],"optimal":null,"random":null}
            """.ReplaceLineEndings(""),
            System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Read_Written_GivesTheSameBits()
    {
        EvaluationFile.Write(File, Fixture.Result("maml", 3, [-40.099998474121094, 1.0 / 3, double.Epsilon]));
        Assert.Equal([-40.099998474121094, 1.0 / 3, double.Epsilon], EvaluationFile.Read(File).TaskReturns(0));
    }

    [Fact]
    public void Read_Written_KeepsReferences()
    {
        EvaluationFile.Write(File, Fixture.Gaining("maml", 1).WithReferences());
        Assert.Equal(-10, EvaluationFile.Read(File).Random![7]);
    }

    [Fact]
    public void Read_Written_KeepsTheBayesOptimumAndTheWayOfAdapting()
    {
        EvaluationFile.Write(
            File, Fixture.Gaining("rl2", 1) with { SingleLane = true, BayesReturns = [4, 11], BayesMost = 15.5 });
        var read = EvaluationFile.Read(File);
        Assert.Equal((true, 15.5), (read.SingleLane, read.BayesMost));
        Assert.Equal([4.0, 11.0], read.BayesReturns!);
    }

    [Fact]
    public void Write_BayesOptimumOfFewerEpisodes_IsRefused() => Assert.Equal(
        "rl2 seed 0 on test: bayes_returns must be 2 finite numbers.",
        WriteError(Fixture.Gaining("rl2", 1) with { BayesReturns = [4], BayesMost = 4 }));

    [Fact]
    public void Write_Twice_LeavesOnlyTheFile()
    {
        EvaluationFile.Write(File, Fixture.Gaining("maml", 1));
        EvaluationFile.Write(File, Fixture.Gaining("maml", 2));
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Theory]
    [InlineData(double.NaN,
        "maml seed 0 on test: returns[1][2][0] must be finite, but is NaN (did training diverge?).")]
    [InlineData(double.NegativeInfinity,
        "maml seed 0 on test: returns[1][2][0] must be finite, but is -Infinity (did training diverge?).")]
    public void Write_ReturnIsNotFinite_NamesIt(double value, string message)
    {
        var result = Fixture.Result("maml", 0, [1, 2, 3], [1, 2, value]);
        Assert.Equal(message, WriteError(result));
    }

    [Fact]
    public void Write_TaskMissingInARound_NamesIt()
    {
        var result = Fixture.Result("maml", 0, [1, 2, 3], [1, 2]);
        Assert.Equal("maml seed 0 on test: returns[1] must have 3 tasks, but has 2.",
            WriteError(result));
    }

    [Fact]
    public void Write_OtherEnvironmentsThanSaid_NamesThem()
    {
        var result = Fixture.Result("maml", 0, [1, 2, 3]) with { EnvsPerTask = 5 };
        Assert.Equal("maml seed 0 on test: returns[0][0] must have 5 environments, but has 1.",
            WriteError(result));
    }

    [Fact]
    public void Write_OptimumOfOtherTasks_NamesIt()
    {
        var result = Fixture.Result("maml", 0, [1, 2, 3]) with { Optimal = [1, 2] };
        Assert.Equal("maml seed 0 on test: optimal must have 3 tasks, but has 2.",
            WriteError(result));
    }

    [Theory]
    [InlineData("{\"format\":1,\"experiment\":\"de")]
    [InlineData("")]
    [InlineData("{\"format\":1}")]
    [InlineData("{\"format\":1,\n\"returns\":[[[NaN]]]}")]
    public void Read_Damaged_SaysSoAndTheCure(string content) => Assert.Equal(
        $"{File}: The evaluation is damaged; write it anew with `metarl evaluate`.", ReadError(content));

    [Theory]
    [InlineData("[1,2]", "not an evaluation result: it has no format number.")]
    [InlineData("{\"seed\":1}", "not an evaluation result: it has no format number.")]
    [InlineData("{\"format\":2}", "format 2 is unknown; this version reads format 1.")]
    public void Read_Foreign_NamesTheFileAndTheCure(string content, string message) =>
        Assert.Equal($"{File}: {message} Write it anew with `metarl evaluate`.", ReadError(content));

    // A number beyond the range of a double reads as infinity.
    [Fact]
    public void Read_NumberTooLarge_NamesIt()
    {
        EvaluationFile.Write(File, Fixture.Result("maml", 3, [-2.5, 0.25]));
        var content = System.IO.File.ReadAllText(File).Replace("0.25", "1e999", StringComparison.Ordinal);
        Assert.Contains("returns[0][1][0] must be finite", ReadError(content), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TaskIsNull_NamesIt()
    {
        EvaluationFile.Write(File, Fixture.Result("maml", 3, [-2.5, 0.25]));
        var content = System.IO.File.ReadAllText(File).Replace("[0.25]", "null", StringComparison.Ordinal);
        Assert.Contains(
            "returns[0][1] must have 1 environments, but has 0", ReadError(content), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SettingWithoutAValue_NamesIt()
    {
        var source = new EvaluationSource(2, new Dictionary<string, string> { ["inner.gamma"] = "0.9" });
        EvaluationFile.Write(File, Fixture.Result("maml", 3, [-2.5]) with { Source = source });
        var content = System.IO.File.ReadAllText(File).Replace("\"0.9\"", "null", StringComparison.Ordinal);
        Assert.StartsWith(
            $"{File}: maml seed 3 on test: source.settings must all have values.", ReadError(content),
            StringComparison.Ordinal);
    }

    private string WriteError(EvaluationResult result) =>
        Assert.Throws<EvaluationFormatException>(() => EvaluationFile.Write(File, result)).Message;

    private string ReadError(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, content);
        return Assert.Throws<EvaluationFormatException>(() => EvaluationFile.Read(File)).Message;
    }
}
