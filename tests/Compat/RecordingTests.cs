using TorchSharp.Extras;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

[Collection(nameof(ProcessWide))]
public sealed class RecordingTests
{
    private static readonly string[] Reads = ["item", "bytes", "data", "cpu", "Equals", "allclose", "ToBoolean"];

    public static TheoryData<string> HostReads => [.. Reads];

    [Theory]
    [MemberData(nameof(HostReads))]
    public void HostReads_OfEachKind_CountsOne(string kind)
    {
        using var x = ones(1, ScalarType.Float64);
        using var recording = new Recording();
        _ = kind switch
        {
            "item" => x.item<double>(),
            "bytes" => x.bytes.Length,
            "data" => x.data<double>()[0],
            "cpu" => x.cpu().dim(),
            "Equals" => x.Equals(x) ? 1 : 0,
            "allclose" => x.allclose(x) ? 1 : 0,
            _ => TorchSharp.TensorExtensionMethods.ToBoolean(x) ? 1 : 0,
        };
        Assert.Equal(1, recording.HostReads);
    }

    [Fact]
    public void HostReads_ToTheCpuFromElsewhere_CountsOne()
    {
        using var x = ones(1, device: "meta");
        using var recording = new Recording();
        Assert.ThrowsAny<Exception>(() => x.to(CPU)); // there is nothing to copy
        Assert.Equal(1, recording.HostReads);
    }

    [Fact]
    public void HostReads_OfArithmetic_CountsNone()
    {
        using var x = ones(1);
        using var recording = new Recording();
        _ = (x + 1).to(CPU).shape;
        Assert.Equal(0, recording.HostReads);
    }

    [Fact]
    public void HostWrites_OfAnArray_CountsOne()
    {
        using var recording = new Recording();
        _ = tensor(new[] { 1.0 }, device: CPU);
        Assert.Equal((1, 0), (recording.HostWrites, recording.Unplaced));
    }

    [Fact]
    public void Unplaced_OfAFactoryWithoutADevice_CountsOne()
    {
        using var recording = new Recording();
        _ = zeros(1);
        _ = zeros(1, device: CPU);
        Assert.Equal(1, recording.Unplaced);
    }

    [Fact]
    public void Operators_OfABooleanMask_NameTheOneThatWaits()
    {
        using var x = ones(3);
        using var recording = new Recording();
        _ = x[x > 0];
        Assert.Equal(1, recording.Operators["aten::nonzero"]);
    }

    [Fact]
    public void Operators_OfABackwardPass_AreThere()
    {
        using var x = ones(3, requires_grad: true);
        var y = x.tanh().sum();
        using var recording = new Recording();
        _ = autograd.grad([y], [x]);
        Assert.Equal(1, recording.Operators["aten::tanh_backward"]);
    }

    [Fact]
    public async Task Operators_OfAnotherThread_AreThere()
    {
        using var recording = new Recording();
        await Task.Factory.StartNew(() => ones(1, device: CPU).Dispose(), TaskCreationOptions.LongRunning);
        Assert.Equal(1, recording.Operators["aten::ones"]);
    }

    [Fact]
    public void Operators_AfterTheEnd_StayAsTheyWere()
    {
        var recording = new Recording();
        recording.Dispose();
        _ = ones(1);
        Assert.Empty(recording.Operators);
    }
}
