using MetaRL.Checkpoints;
using MetaRL.Tests.Runs;
using Xunit;

namespace MetaRL.Tests.Checkpoints;

public sealed class CheckpointFolderTests
{
    private readonly CheckpointFolder _folder = new(SmallRun.Folder());

    [Fact]
    public void Latest_MissingFolder_IsNone() => Assert.Null(new CheckpointFolder("nowhere").Latest());

    [Fact]
    public void Latest_SeveralCheckpoints_IsThatOfTheLastIteration()
    {
        Touch(0, 999_999, 1_000_000);

        Assert.Equal(1_000_000, _folder.Latest()!.Iteration);
    }

    [Fact]
    public void List_OtherFiles_LeavesThemOut()
    {
        Touch(5);
        File.WriteAllText(_folder.PathOf(6) + ".partial", "");
        File.WriteAllText(Path.Combine(_folder.Folder, "iteration-best.safetensors"), "");

        Assert.Equal([5], _folder.List().Select(saved => saved.Iteration));
    }

    [Fact]
    public void Thin_FewCheckpoints_KeepsThem()
    {
        Touch(0, 25, 50, 75);

        Assert.Equal([0, 25, 50, 75], Thinned());
    }

    [Fact]
    public void Thin_ManyCheckpoints_KeepsTheFirstTheLatestAndTenBetween()
    {
        Touch([.. Enumerable.Range(0, 22).Select(index => 25 * index)]);

        Assert.Equal([0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 525], Thinned());
    }

    [Fact]
    public void Thin_AfterEveryCheckpoint_KeepsTheSameAsOnce()
    {
        for (var iteration = 0; iteration <= 525; iteration += 25)
        {
            Touch(iteration);
            _folder.Thin();
        }

        Assert.Equal([0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 525], Thinned());
    }

    private void Touch(params int[] iterations)
    {
        foreach (var iteration in iterations)
        {
            File.WriteAllText(_folder.PathOf(iteration), "");
        }
    }

    private IEnumerable<long> Thinned()
    {
        _folder.Thin();
        return _folder.List().Select(saved => saved.Iteration);
    }
}
