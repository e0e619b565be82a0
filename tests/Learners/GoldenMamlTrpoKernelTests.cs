using MetaRL.Agents.InnerLoops;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// The same reference iterations by kernels, in 32-bit floats: numbers of another implementation, which had 64.
/// </summary>
public sealed class GoldenMamlTrpoKernelTests() : GoldenMamlTrpoContract(ScalarType.Float32, tolerance: 1e-4)
{
    private protected override IMetaObjective Objective(TorchSharp.DisposeScope scope, GoldenCase golden)
    {
        var batch = new AdaptationBatch(
        [
            golden.Inner.Prepare(Rollout(golden, train: true)), golden.Inner.Prepare(Rollout(golden, train: false)),
        ]);
        var objective = MetaObjective.Of(
            scope, golden.Problem(), GradientOrder.Second, Theta(golden), [batch]);
        Assert.IsType<FusedObjective>(objective);
        return objective;
    }
}
