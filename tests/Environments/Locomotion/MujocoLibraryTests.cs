using System.Runtime.InteropServices;
using MetaRL.Environments.Locomotion.Bodies;
using MetaRL.Environments.Locomotion.Engine;
using Xunit;

namespace MetaRL.Tests.Environments.Locomotion;

/// <summary>What becomes of the engine's complaints.</summary>
public sealed unsafe class MujocoLibraryTests
{
    // By default the engine would end the process.
    [Fact]
    public void ThrowAnyError_AfterTheEngineReportedOne_HasItsWords()
    {
        _ = MujocoLibrary.Loaded();
        var error = (delegate* unmanaged[Cdecl]<byte*, void>)NativeLibrary.GetExport(
            NativeLibrary.Load(MujocoLibrary.File), "mju_error");
        fixed (byte* text = "stack overflow\n\0"u8)
        {
            error(text);
        }

        Assert.Equal(
            "MuJoCo stopped: stack overflow.", Assert.Throws<MujocoException>(MujocoLibrary.ThrowAnyError).Message);
        MujocoLibrary.ThrowAnyError(); // which it has forgotten
    }

    [Fact]
    public void Compile_BodyThatTheEngineRefuses_SaysItsReasonInOneLine()
    {
        var plan = HopperPlan.Plan with { Torso = HopperPlan.Plan.Torso with { Solids = [new Sphere("torso", -1)] } };
        var message = Assert.Throws<MujocoException>(() => MujocoModel.Compile(plan)).Message;
        Assert.StartsWith("MuJoCo refuses the body 'hopper': ", message);
        Assert.DoesNotContain('\n', message);
    }
}
