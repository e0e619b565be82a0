using System.Runtime.InteropServices;
using System.Text;
using MetaRL.Environments.Locomotion.Bodies;

namespace MetaRL.Environments.Locomotion.Engine;

/// <summary>A compiled model, with views of its figures.</summary>
internal sealed unsafe class MujocoModel : IDisposable
{
    private const int LongestError = 1000; // characters

    private MujocoModel(nint pointer) => Pointer = pointer;

    /// <summary>mjModel*.</summary>
    public nint Pointer { get; private set; }

    public int Positions => Count(ModelLayout.Positions);

    public int Velocities => Count(ModelLayout.Velocities);

    public int Controls => Count(ModelLayout.Controls);

    /// <summary>The world counts as one.</summary>
    public int Bodies => Count(ModelLayout.Bodies);

    /// <summary>The ground counts as one.</summary>
    public int Geoms => Count(ModelLayout.Geoms);

    /// <summary>[B + 1], the world first; kg.</summary>
    public Span<double> Mass => Numbers(ModelLayout.BodyMass, Bodies);

    /// <summary>Principal moments of inertia, [B + 1, 3]; kg m².</summary>
    public Span<double> Inertia => Numbers(ModelLayout.BodyInertia, 3 * Bodies);

    /// <summary>[V]; N m s/rad, N s/m.</summary>
    public Span<double> Damping => Numbers(ModelLayout.DofDamping, Velocities);

    /// <summary>Sliding, torsional and rolling, [G + 1, 3], the ground first.</summary>
    public Span<double> Friction => Numbers(ModelLayout.GeomFriction, 3 * Geoms);

    /// <summary>First position, [Q].</summary>
    public ReadOnlySpan<double> Positions0 => Numbers(ModelLayout.Positions0, Positions);

    /// <summary>Acceleration, [3]; m/s².</summary>
    public Span<double> Gravity => new((double*)(Pointer + ModelLayout.Gravity), 3);

    /// <summary>Compiles a body.</summary>
    /// <exception cref="MujocoException">The engine refuses it, or is not the one that it should be.</exception>
    public static MujocoModel Compile(BodyPlan plan)
    {
        MujocoLibrary.Load();
        var model = new MujocoModel(Compile(Mjcf.Of(plan), plan.Name));
        try
        {
            RequireLayout(model, plan);
            return model;
        }
        catch (MujocoException)
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Another model with the same figures.</summary>
    public MujocoModel Copy()
    {
        var copy = MujocoLibrary.CopyModel(0, Pointer);
        MujocoLibrary.ThrowAnyError();
        return copy != 0 ? new MujocoModel(copy) : throw new OutOfMemoryException();
    }

    public void Dispose()
    {
        if (Pointer != 0)
        {
            MujocoLibrary.DeleteModel(Pointer);
            Pointer = 0;
        }
    }

    private static nint Compile(string xml, string name)
    {
        var files = Marshal.AllocHGlobal(ModelLayout.FilesSize);
        try
        {
            MujocoLibrary.DefaultFiles(files);
            var text = Encoding.UTF8.GetBytes(xml);
            if (MujocoLibrary.MakeFile(files, "body.xml", text.Length) != 0)
            {
                throw new OutOfMemoryException();
            }

            Marshal.Copy(text, 0, *(nint*)(files + ModelLayout.FileContents), text.Length);
            var error = stackalloc byte[LongestError];
            var model = MujocoLibrary.LoadXml("body.xml", files, error, LongestError);
            MujocoLibrary.DeleteFiles(files);
            MujocoLibrary.ThrowAnyError();
            return model != 0
                ? model
                : throw new MujocoException(
                    $"MuJoCo refuses the body '{name}': "
                    + $"{Marshal.PtrToStringUTF8((nint)error)?.ReplaceLineEndings(" ").Trim().TrimEnd('.')}.");
        }
        finally
        {
            Marshal.FreeHGlobal(files);
        }
    }

    // Another layout would show in the first of these, before anything is written.
    private static void RequireLayout(MujocoModel model, BodyPlan plan)
    {
        var isOurs = model.Positions == plan.Positions && model.Velocities == plan.Velocities
            && model.Controls == plan.Motors.Count && model.Bodies == plan.Parts.Count + 1
            && model.Geoms == plan.Shapes.Count + 1
            && *(double*)(model.Pointer + ModelLayout.TimeStep) == plan.TimeStep
            && model.Gravity[2] == -9.81 && model.Mass[0] == 0 && model.Mass[1] > 0;
        if (!isOurs)
        {
            throw new MujocoException(
                $"This build of MuJoCo {ModelLayout.VersionText} lays its data out in another way than Debian's;"
                + $" install what Debian calls libmujoco2.2.2, or set {MujocoLibrary.Variable} to its file.");
        }
    }

    private int Count(int offset) => *(int*)(Pointer + offset);

    private Span<double> Numbers(int offset, int count) => new(*(double**)(Pointer + offset), count);
}
