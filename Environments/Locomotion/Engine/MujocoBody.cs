namespace MetaRL.Environments.Locomotion.Engine;

/// <summary>One body at work: a copy of its model for one thread, whose figures a task sets.</summary>
internal sealed unsafe class MujocoBody : IDisposable
{
    private readonly MujocoModel _model;
    private readonly nint _data;
    private readonly int _positions;
    private readonly int _velocities;
    private readonly int _controls;
    private readonly int _geoms;

    /// <param name="published">The model, which is copied.</param>
    public MujocoBody(MujocoModel published)
    {
        _model = published.Copy();
        _data = MujocoLibrary.MakeData(_model.Pointer);
        MujocoLibrary.ThrowAnyError();
        (_positions, _velocities) = (_model.Positions, _model.Velocities);
        (_controls, _geoms) = (_model.Controls, _model.Geoms);
    }

    /// <summary>The copy, whose figures count from the next step on.</summary>
    public MujocoModel Model => _model;

    /// <summary>One step of the environment: a pure function of the figures, the state and the action.</summary>
    /// <remarks>
    /// The engine's solver starts from the acceleration of its last step; after a reset from 0. So the first of the
    /// steps starts anew and the others go on from it.
    /// </remarks>
    /// <param name="state">Position, then velocity, [Q + V].</param>
    /// <param name="action">[A]; cut off at ±1 by the engine.</param>
    /// <param name="steps">Steps of the engine.</param>
    /// <param name="next">[Q + V]; without a meaning where the state exploded.</param>
    /// <returns>
    /// Whether the state exploded: a number on the way or at its end is not finite or beyond 1e10.
    /// </returns>
    public bool Step(ReadOnlySpan<double> state, ReadOnlySpan<double> action, int steps, Span<double> next)
    {
        MujocoLibrary.ResetData(_model.Pointer, _data);
        state[.._positions].CopyTo(Numbers(ModelLayout.DataPositions, _positions));
        state[_positions..].CopyTo(Numbers(ModelLayout.DataVelocities, _velocities));
        action.CopyTo(Numbers(ModelLayout.DataControls, _controls));
        for (var step = 0; step < steps; step++)
        {
            MujocoLibrary.Step(_model.Pointer, _data);
        }

        MujocoLibrary.ThrowAnyError();
        Numbers(ModelLayout.DataPositions, _positions).CopyTo(next);
        Numbers(ModelLayout.DataVelocities, _velocities).CopyTo(next[_positions..]);
        return Warnings(ModelLayout.BadPosition) + Warnings(ModelLayout.BadVelocity)
            + Warnings(ModelLayout.BadAcceleration) > 0 || IsBad(next);
    }

    /// <summary>Centre of mass of the whole body at a state, [3]; m.</summary>
    public void CentreOfMass(ReadOnlySpan<double> state, Span<double> centre)
    {
        Pose(state);
        MujocoLibrary.CentresOfMass(_model.Pointer, _data);
        Numbers(ModelLayout.SubtreeCentre, 6)[3..].CopyTo(centre); // the world's is first
    }

    /// <summary>Middles [G, 3] and z axes [G, 3] of the solids at a state, without the ground; m.</summary>
    public void Solids(ReadOnlySpan<double> state, Span<double> middles, Span<double> axes)
    {
        Pose(state);
        Numbers(ModelLayout.GeomPositions, 3 * _geoms)[3..].CopyTo(middles);
        var matrices = Numbers(ModelLayout.GeomAxes, 9 * _geoms); // [G + 1, 3, 3], by rows
        for (var solid = 1; solid < _geoms; solid++)
        {
            for (var row = 0; row < 3; row++)
            {
                axes[(3 * (solid - 1)) + row] = matrices[(9 * solid) + (3 * row) + 2];
            }
        }
    }

    public void Dispose()
    {
        MujocoLibrary.DeleteData(_data);
        _model.Dispose();
    }

    // The engine looks before it moves, so that nobody has looked at where the last of the steps led.
    private static bool IsBad(ReadOnlySpan<double> state)
    {
        foreach (var number in state)
        {
            if (!(Math.Abs(number) <= ModelLayout.MostMagnitude))
            {
                return true;
            }
        }

        return false;
    }

    // Positions are all that it asks for; the next step is reset anyhow.
    private void Pose(ReadOnlySpan<double> state)
    {
        state[.._positions].CopyTo(Numbers(ModelLayout.DataPositions, _positions));
        MujocoLibrary.Kinematics(_model.Pointer, _data);
        MujocoLibrary.ThrowAnyError();
    }

    private int Warnings(int kind) => *(int*)(
        _data + ModelLayout.Warnings + (kind * ModelLayout.WarningSize) + ModelLayout.WarningCount);

    private Span<double> Numbers(int offset, int count) => new(*(double**)(_data + offset), count);
}
