using FsCheck.Xunit;
using MetaRL.Tests.Runs;
using MetaRL.Tracking;
using Xunit;

namespace MetaRL.Tests.Tracking;

public sealed class RunFilterTests : IDisposable
{
    private readonly string _output = SmallRun.Folder();
    private readonly RunRecord _run; // maml of point-navigation with seed 1, at iteration 2 of 100

    public RunFilterTests()
    {
        using (SmallRun.OpenAndTrainTo(_output, 2))
        {
        }

        _run = RunRecord.Read(Path.Combine(_output, "x", "maml", "seed-1"));
    }

    [Theory]
    [InlineData("family=point-navigation", true)]
    [InlineData("family==point-navigation", true)]
    [InlineData("family = \"point-navigation\"", true)]
    [InlineData("family='point-navigation'", true)]
    [InlineData("family!=point-navigation", false)]
    [InlineData("family~NAVI", true)]
    [InlineData("family~grid", false)]
    [InlineData("seed<3", true)]
    [InlineData("seed<1", false)]
    [InlineData("seed<=1", true)]
    [InlineData("seed>=1.0", true)]
    [InlineData("seed=1e0", true)]
    [InlineData("seed>1", false)]
    [InlineData("iterations>20", true)] // 100 is less than 20 as text
    [InlineData("started>2020-01-01", true)]
    [InlineData("training.iterations=100", true)]
    [InlineData("algorithm.order=second", true)]
    [InlineData("commit~nothing-like-it", false)]
    [InlineData("ended=''", true)]
    [InlineData("ended<2100", false)] // nothing is neither more nor less
    [InlineData("seed=1 and family~point", true)]
    [InlineData("seed=1 AND family~grid", false)]
    [InlineData("seed=2 or family~point", true)]
    [InlineData("not seed=2", true)]
    [InlineData("not (seed=1 or seed=2)", false)]
    [InlineData("not seed=1 or seed=1", true)] // not binds before or
    [InlineData("seed=1 or seed=2 and seed=3", true)] // and before or
    [InlineData("(seed=1 or seed=2) and seed=3", false)]
    [InlineData("not not seed=1", true)]
    [InlineData("((seed=1))", true)]
    public void Holds_Condition_IsAsItReads(string text, bool holds) =>
        Assert.Equal(holds, RunFilter.Parse(text).Holds(_run));

    [Theory]
    [InlineData("", "a key such as family is missing at column 1: ⟨here⟩")]
    [InlineData("seed<", "a value is missing at column 6: seed<⟨here⟩")]
    [InlineData("seed 3", "behind 'seed' one of = != < <= > >= ~ is missing at column 6: seed ⟨here⟩3")]
    [InlineData("seed=3 family=x", "here 'and' or 'or' is missing at column 8: seed=3 ⟨here⟩family=x")]
    [InlineData("(seed=3", "a ')' is missing at column 8: (seed=3⟨here⟩")]
    [InlineData("seed=3)", "there is a ')' too many at column 7: seed=3⟨here⟩)")]
    [InlineData("seed='3", "a closing quote is missing at column 6: seed=⟨here⟩'3")]
    [InlineData("not", "a key such as family is missing at column 4: not⟨here⟩")]
    [InlineData("seed=3 and", "a key such as family is missing at column 11: seed=3 and⟨here⟩")]
    [InlineData("=3", "a key such as family is missing at column 1: ⟨here⟩=3")]
    public void Parse_Malformed_PointsAtTheColumn(string text, string message) => Assert.Equal(
        $"The condition does not parse: {message}",
        Assert.Throws<RunFilterException>(() => RunFilter.Parse(text)).Message);

    [Fact]
    public void Parse_Deep_IsAnErrorAndNotTheEndOfTheProcess() => Assert.Contains(
        "nested 100 deep",
        Assert.Throws<RunFilterException>(() => RunFilter.Parse(new string('(', 100_000) + "a=1")).Message,
        StringComparison.Ordinal);

    [Property(MaxTest = 500)]
    public bool Parse_AnyText_ParsesOrSaysWhere(string? text)
    {
        try
        {
            return RunFilter.Parse(text ?? "").Keys.Count > 0;
        }
        catch (RunFilterException wrong)
        {
            return wrong.Message.Contains("at column", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("9", "10", -1)]
    [InlineData("9", "a", -1)]
    [InlineData("b", "a", 1)]
    [InlineData("", "a", 1)]
    [InlineData("-5", "", -1)]
    [InlineData("", "", 0)]
    [InlineData("1.0", "1", 0)]
    public void Compare_Values_NumbersAsNumbersAndNothingLast(string a, string b, int sign) =>
        Assert.Equal(sign, RunFilter.Compare(a, b));

    public void Dispose() => Directory.Delete(_output, recursive: true);
}
