using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Measurement;
using static TorchSharp.torch;

namespace MetaRL.Benchmarks;

/// <summary>What <c>configs/point-navigation.yaml</c> trains, which are the settings of pytorch-maml-rl.</summary>
internal static class PointNavigationSettings
{
    public const int Tasks = 20;
    public const int Envs = 20;
    public const int Horizon = 100;

    public static MetaProblem Problem(int threads, bool kernels = true)
    {
        set_num_threads(1);
        return MetaIterationSpeed.Problem(CPU, AutomaticChunks.Of(Tasks, threads, onGpu: false), kernels);
    }
}
