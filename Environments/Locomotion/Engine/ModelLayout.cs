namespace MetaRL.Environments.Locomotion.Engine;

/// <summary>Where things stand in the structures of one version of MuJoCo, on 64-bit machines; bytes.</summary>
/// <remarks>mjmodel.h and mjdata.h of version 2.2.2, by offsetof.</remarks>
internal static class ModelLayout
{
    public const int Version = 222;
    public const string VersionText = "2.2.2";

    /// <summary>Counts, whole numbers of 32 bits.</summary>
    public const int Positions = 0, Velocities = 4, Controls = 8, Bodies = 16, Geoms = 24;

    /// <summary>mjOption.</summary>
    public const int TimeStep = 232, Gravity = 280;

    /// <summary>Pointers to arrays of numbers of 64 bits.</summary>
    public const int
        Positions0 = 1096, BodyMass = 1240, BodyInertia = 1256, DofDamping = 1464, GeomFriction = 1624;

    /// <summary>mjData: counters of warnings, pairs of numbers of 32 bits of which the second is the count.</summary>
    public const int Warnings = 24, WarningSize = 8, WarningCount = 4;

    /// <summary>mjtWarning.</summary>
    public const int BadPosition = 4, BadVelocity = 5, BadAcceleration = 6;

    /// <summary>mjMAXVAL: beyond it the engine takes a number of a state for an explosion.</summary>
    public const double MostMagnitude = 1e10;

    /// <summary>mjData: pointers to arrays of numbers of 64 bits.</summary>
    public const int
        DataPositions = 40376, DataVelocities = 40384, DataControls = 40408, GeomPositions = 40536,
        GeomAxes = 40544, SubtreeCentre = 40600;

    /// <summary>mjVFS: its size, and where file contents are pointed to.</summary>
    public const int FilesSize = 2_024_008, FileContents = 2_008_008;
}
