using MetaRL.Configuration.Catalog;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary><c>explain</c> and <c>schema</c>.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("inner.later_step_size")]
    [InlineData("algorithms.rl2.heads")]
    [InlineData("family.slip")]
    [InlineData("compute")]
    [InlineData("clip")]
    public void Explain_OfAKey_IsAsWritten(string key) =>
        Golden.Equal($"explain-{key}", Invocation.Of("explain", key).Out);

    [Fact]
    public void Explain_WithoutAKey_ListsTheSections() => Golden.Equal("explain", Invocation.Of("explain").Out);

    [Fact]
    public void Explain_OfNoKey_SaysWhatWasMeant() => Assert.Equal(
        new Invocation(2, "", "There is no key 'inner.stepsize'; did you mean 'inner.step_size'?\n"),
        Invocation.Of("explain", "inner.stepsize"));

    /// <summary>`metarl explain --markdown` writes it.</summary>
    [Fact]
    public void Explain_AsMarkdown_IsTheDocumentation() => Assert.Equal(
        File.ReadAllText(Checkout.Path("docs", "configuration.md")), Invocation.Of("explain", "--markdown").Out);

    [Fact]
    public void Schema_WithoutOutput_IsShown() => Assert.Equal(ExperimentSchema.Json(), Invocation.Of("schema").Out);

    [Fact]
    public void Schema_WithOutput_IsWrittenThere()
    {
        using var folder = new ExperimentFolder();
        var file = Path.Combine(folder.Path, "x.json");
        Invocation.Succeeds("schema", "--output", file);
        Assert.Equal(ExperimentSchema.Json(), File.ReadAllText(file));
    }

    [Fact]
    public void Check_OfAFileWithSeveralErrors_ShowsThemAllAndEndsWithTwo()
    {
        using var folder = new ExperimentFolder("compute: {gpus: 1, threads: 0}");
        Assert.Equal(
            new Invocation(
                2, "",
                $"{folder.Config}:8: compute.threads must be at least 1, but is 0.\n"
                + $"{folder.Config}:8: Unknown key 'gpus' in compute; the keys are device, threads, chunk_tasks,"
                + " kernels, memory.\n"),
            Invocation.Of("check", folder.Config));
    }

    [Fact]
    public void Run_OfAFileWithSeveralErrors_StopsAtTheFirst()
    {
        using var folder = new ExperimentFolder("compute: {gpus: 1, threads: 0}");
        Assert.Equal(
            $"{folder.Config}:8: compute.threads must be at least 1, but is 0.\n",
            Invocation.Of("run", folder.Config).Error);
    }
}
