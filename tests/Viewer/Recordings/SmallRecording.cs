using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Playback;
using MetaRL.Viewer.Recordings;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer.Recordings;

/// <summary>
/// Agents of four hidden units that take large steps in point navigation, with three episodes a round.
/// </summary>
internal static class SmallRecording
{
    public const int Horizon = 10;

    public static Recording Of(int tasks = 1, int updates = 1, params string[] agents)
    {
        using var scope = NewDisposeScope();
        var family = new PointNavigation(Horizon);
        var batch = family.Sample(new RngKey(1), tasks, TaskSplit.Test).To(CPU, ScalarType.Float32);
        RecordedAgent[] recorded =
            [
                .. agents.DefaultIfEmpty("one")
                    .Select((name, index) => Play(name, new RngKey((ulong)index), family, batch, updates)),
            ];
        return new Recording(
            family, batch, TaskSplit.Test, recorded,
            family.Oracle!.OptimalReturn(batch.To(CPU, ScalarType.Float64)).data<double>().ToArray());
    }

    public static Picture Draw(Action<Painter> paint, int width = 440, int height = 260)
    {
        using var canvas = OffscreenCanvas.Create(width, height);
        canvas.Draw(paint);
        return canvas.Read();
    }

    /// <summary>How many of an area's pixels have a colour.</summary>
    public static int Count(this Picture picture, Area area, Color color) => (
        from y in Enumerable.Range((int)area.Y, (int)area.Height)
        from x in Enumerable.Range((int)area.X, (int)area.Width)
        where picture[x, y].IsNear(color)
        select 1).Count();

    private static RecordedAgent Play(string name, RngKey key, PointNavigation family, TaskBatch tasks, int updates)
    {
        var policy = new GaussianPolicy(2, 2, [4], Activation.Tanh, initialStd: 0.05);
        var agent = new GradientAdaptation(
            policy, policy.Initialize(key, CPU), new PolicyGradient(new PolicyGradientSettings()), updates,
            restarts: false, TaskChunks.Whole);
        using var thread = new AgentThread(name, agent, key, family, tasks, envs: 3, new StepGate());
        return new RecordedAgent(name, "seed 1", UpdatesWeights: true, thread.Finish());
    }
}
