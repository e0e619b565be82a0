using System.Diagnostics;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>How fast an engine makes steps of a family's environments, measured in a blink.</summary>
public static class EngineSpeed
{
    private const int Envs = 4;
    private const int Steps = 25; // after as many that do not count, in which bodies reach the ground

    /// <summary>Environment steps per second of one thread, with random actions.</summary>
    /// <param name="family">Of which one task is drawn.</param>
    public static double StepsPerSecond(TaskFamily family)
    {
        using var scope = NewDisposeScope();
        var key = new RngKey(0).For("engine speed");
        var tasks = family.Sample(key.For("task"), 1, TaskSplit.Train);
        var first = key.For("reset").Uniform([1, Envs, family.ResetNoise], CPU, ScalarType.Float64);
        var state = family.Reset(tasks, first);
        var actions = SteppingSpeed.RandomAction(family, key.For("actions"), [2 * Steps, 1, Envs], CPU);
        var noise = key.For("noise").Uniform([1, Envs, family.StepNoise], CPU, ScalarType.Float64);
        var clock = new Stopwatch();
        for (var step = 0; step < 2 * Steps; step++)
        {
            if (step == Steps)
            {
                clock.Start();
            }

            state = family.Step(tasks, state, actions[step], noise).State;
        }

        return Envs * Steps / clock.Elapsed.TotalSeconds;
    }
}
