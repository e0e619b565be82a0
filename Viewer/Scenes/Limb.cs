using System.Numerics;
using MetaRL.Environments.Locomotion;

namespace MetaRL.Viewer.Scenes;

/// <summary>A solid of a body where it is now: a line with round ends, in the world.</summary>
/// <param name="Index">Which of the body's solids.</param>
/// <param name="From">Middle of one cap; m.</param>
/// <param name="To">Middle of the other.</param>
/// <param name="Radius">m.</param>
internal readonly record struct Limb(int Index, Vector3 From, Vector3 To, float Radius)
{
    /// <summary>All solids of a body at a state, in its order.</summary>
    public static IReadOnlyList<Limb> Of(LocomotionFamily family, double[] state)
    {
        var (middles, axes) = family.Solids(state);
        return
        [
            .. family.Plan.Shapes.Select((solid, index) =>
            {
                var (middle, half) = (At(middles, index), (float)solid.Reach * At(axes, index));
                return new Limb(index, middle - half, middle + half, (float)solid.Radius);
            }),
        ];
    }

    private static Vector3 At(double[] rows, int index) =>
        new((float)rows[3 * index], (float)rows[(3 * index) + 1], (float)rows[(3 * index) + 2]);
}
