using MetaRL.Agents.InnerLoops;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Measurement;
using MetaRL.Tests.Cli;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Measurement;

public sealed class MetaIterationSpeedTests
{
    [Fact]
    public void Problem_Always_IsThatOfTheExperimentFile()
    {
        var experiment = ExperimentFile.Load(Checkout.Path("configs/point-navigation.yaml"), [])[0];
        var problem = MetaIterationSpeed.Problem(CPU, TaskChunks.Whole);
        Assert.Equal(
            (
                experiment.Family.Horizon, experiment.Training.Tasks, experiment.Training.EnvsPerTask,
                experiment.Inner.Updates),
            (problem.Source.Family.Horizon, problem.Budget.Tasks, problem.Budget.Envs, problem.Adaptation.Updates));
        Assert.Equal(experiment.Inner.Loop, ((PolicyGradient)problem.Adaptation.Inner).Settings);
        Assert.Equal(
            experiment.Policy.Create(experiment.Family).Layout.Weights.Select(
                weight => $"{weight.Name} {weight.Count}"),
            problem.Adaptation.Policy.Layout.Weights.Select(weight => $"{weight.Name} {weight.Count}"));
    }

    [Fact]
    public void Floor_OfMoreOperationsThanBytes_IsTheirTime() =>
        Assert.Equal(0.5, new DeviceSpeed(10, 100).Floor(operations: 5, bytes: 20));

    [Fact]
    public void Floor_OfMoreBytesThanOperations_IsTheirTime() =>
        Assert.Equal(2, new DeviceSpeed(10, 100).Floor(operations: 5, bytes: 200));
}
