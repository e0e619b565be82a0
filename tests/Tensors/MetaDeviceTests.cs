using System.Runtime.InteropServices;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Tensors;

/// <summary>Families on a device whose tensors have shapes but no numbers.</summary>
/// <remarks>
/// On libtorch's meta device whatever a GPU would have to wait for is an error: a number that is read, a size that
/// depends on numbers, and a tensor that is made on the CPU behind the device's back. It lacks a few operators (abs,
/// where, logical_not): what comes after them is left to the analyzer of banned methods (BannedSymbols.txt).
/// </remarks>
public sealed class MetaDeviceTests
{
    private static readonly string[] Lacking = ["aten::abs", "aten::where", "aten::logical_"];
    private static readonly Device Meta = new("meta");

    /// <summary>Those that are tensors throughout: an engine needs the numbers themselves.</summary>
    public static TheoryData<string> FamilyNames =>
    [
        .. from entry in Families.All
           where Families.Create(entry.Name).Engine is null
           select entry.Name,
    ];

    [Theory]
    [MemberData(nameof(FamilyNames))]
    public void Step_OnAnotherDevice_StaysThere(string name)
    {
        using var scope = NewDisposeScope();
        var family = Families.Create(name, []);
        var policy = new PolicySettings([5, 4], Activation.Tanh, 1).Create(family);
        var tasks = family.Sample(new RngKey(3), 2, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var noise = RolloutNoise.Draw(new RngKey(4), family, policy, tasks, envs: 2);
        var away = tasks.To(Meta, ScalarType.Float32);
        List<Tensor> made = [family.TaskFeatures(away)];
        try
        {
            var state = family.Reset(away, noise.Reset.select(0, 0).to(Meta));
            made.AddRange([state, family.Observe(away, state)]);
            var action = family.Actions is Discrete
                ? zeros([2, 2], ScalarType.Int64, Meta)
                : zeros([2, 2, ((Box)family.Actions).Size], device: Meta);
            var step = family.Step(away, state, action, noise.Step.select(0, 0).to(Meta));
            made.AddRange([step.State, step.Reward, step.Terminated]);
        }
        catch (ExternalException fault) when (Array.Exists(Lacking, fault.Message.StartsWith))
        {
        }

        Assert.All(made, tensor => Assert.Equal(DeviceType.META, tensor.device_type));
    }

    [Fact]
    public void Standardize_OnAnotherDevice_StaysThere()
    {
        using var scope = NewDisposeScope();
        var returns = ones([3, 2, 4], device: Meta);
        var (advantages, unit) = Advantages.Standardize(returns, returns, Advantages.AreEqual(returns, returns));
        Assert.Equal((DeviceType.META, DeviceType.META), (advantages.device_type, unit.device_type));
    }

    [Theory]
    [InlineData("item")]
    [InlineData("mask")]
    [InlineData("nonzero")]
    [InlineData("host")]
    public void Meta_WhatAGpuWaitsFor_IsAnError(string kind)
    {
        var numbers = ones(3, device: Meta);
        var fault = Assert.ThrowsAny<Exception>(() => _ = kind switch
        {
            "item" => numbers.sum().ToDouble(),
            "mask" => numbers[numbers > 0].shape[0],
            "nonzero" => numbers.nonzero().shape[0],
            _ => (numbers + ones(3)).shape[0],
        });
        Assert.DoesNotContain(Lacking, fault.Message.StartsWith);
    }
}
