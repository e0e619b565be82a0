using MetaRL.Configuration;
using MetaRL.Measurement;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Measurement;

public sealed class DeviceVerificationTests
{
    private static readonly Agreement[] OnTheCpu = [.. new DeviceVerification(CPU).Run()];

    [Fact]
    public void Run_OnTheCpu_HasAStepOfEveryFamily() =>
        Assert.Superset(
            Families.All.Select(entry => $"step of {entry.Name}").ToHashSet(),
            OnTheCpu.Select(agreement => agreement.Name).ToHashSet());

    [Fact]
    public void Run_OnTheCpu_Agrees() =>
        Assert.All(OnTheCpu, agreement => Assert.True(agreement.Holds, $"{agreement}"));

    [Fact]
    public void Run_OnTheCpu_FindsThatFloatsAreNotDoubles() =>
        Assert.NotEqual(0, OnTheCpu.Single(agreement => agreement.Name == "meta-gradient, normal policy").Difference);
}
