using MetaRL.Viewer.Desktop;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Watching;
using Xunit;

namespace MetaRL.Tests.Viewer;

public sealed class PanelGridTests(TrainedRuns runs) : IClassFixture<TrainedRuns>
{
    private static readonly Area Wall = new(0, 0, 900, 600);

    [Fact]
    public void Panel_OfOneAgentInSixteenTasks_IsOneOfFourInARow()
    {
        using var setup = AgentsInTasks.Load(runs.Request with { Agents = ["maml"], Tasks = 16 });
        using var session = new ViewSession(setup);
        var panels = new PanelGrid(session);
        Assert.Equal(new Area(0, 0, 219, 144), panels.Panel(Wall, column: 0, row: 0));
        Assert.Equal(new Area(681, 456, 219, 144), panels.Panel(Wall, column: 0, row: 15));
    }

    [Fact]
    public void Panel_OfTwoAgentsInTwoTasks_HasATaskARow()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        Assert.Equal(new Area(454, 304, 446, 296), new PanelGrid(session).Panel(Wall, column: 1, row: 1));
    }
}
