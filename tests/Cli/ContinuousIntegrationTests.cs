using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>How .ci/run closes after a test run of which dotnet leaves these results.</summary>
public sealed class ContinuousIntegrationTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    [Fact]
    public void CiRun_EveryTestPasses_ClosesWithCounts() =>
        Assert.Equal(
            new Invocation(0, "12 passed, 0 failed\n", ""),
            Run(total: 12, executed: 12, passed: 12, failed: 0, exitCode: 0));

    [Fact]
    public void CiRun_ATestFails_ClosesWithCountsAndFails() =>
        Assert.Equal(
            new Invocation(1, "11 passed, 1 failed\n", ""),
            Run(total: 12, executed: 12, passed: 11, failed: 1, exitCode: 1));

    [Fact]
    public void CiRun_ATestIsSkipped_CountsIt() =>
        Assert.Equal(
            new Invocation(0, "11 passed, 0 failed, 1 skipped\n", ""),
            Run(total: 12, executed: 11, passed: 11, failed: 0, exitCode: 0));

    [Fact]
    public void CiRun_TestsCrash_Fails()
    {
        _machine.Install("dotnet", "[[ $1 == --list-sdks ]] && echo '10.0.100 [/sdk]' || [[ $1 == build ]]");
        Assert.Equal(new Invocation(1, "", "The tests did not run to their end.\n"), _machine.Run(".ci/run"));
    }

    [Fact]
    public void CiRun_BuildFails_Fails()
    {
        _machine.Install("dotnet", "[[ $1 == --list-sdks ]] && echo '10.0.100 [/sdk]'");
        Assert.Equal(1, _machine.Run(".ci/run").ExitCode);
    }

    public void Dispose() => _machine.Dispose();

    private Invocation Run(int total, int executed, int passed, int failed, int exitCode)
    {
        _machine.Install(
            "dotnet",
            $"""
            case $1 in
            --list-sdks) echo '10.0.100 [/sdk]' ;;
            test)
                while [[ $1 != --results-directory ]]; do shift; done
                counters='total="{total}" executed="{executed}" passed="{passed}" failed="{failed}" error="0"'
                echo "<Counters $counters />" >"$2/tests.trx"
                exit {exitCode} ;;
            esac
            """);
        return _machine.Run(".ci/run");
    }
}
