using System.Globalization;
using System.Xml.Linq;

namespace MetaRL.Environments.Locomotion.Bodies;

/// <summary>Writes a body as a model in MuJoCo's language.</summary>
/// <remarks>https://mujoco.readthedocs.io/en/2.2.2/XMLreference.html</remarks>
internal static class Mjcf
{
    private const int RowsOfContact = 4; // of the pyramid of a contact with sliding friction

    /// <summary>The model.</summary>
    public static string Of(BodyPlan plan) => new XElement(
        "mujoco",
        new XAttribute("model", plan.Name),
        new XElement(
            "compiler",
            new XAttribute("angle", plan.InDegrees ? "degree" : "radian"),
            new XAttribute("inertiafromgeom", "true"),
            Optional("settotalmass", plan.TotalMass)),
        new XElement(
            "option",
            new XAttribute("integrator", plan.RungeKutta ? "RK4" : "Euler"),
            new XAttribute("timestep", Text(plan.TimeStep))),
        // The engine clears all memory for contacts and constraints at each reset; by default that is 3 MB.
        new XElement(
            "size",
            new XAttribute("nconmax", Text(plan.MostContacts)),
            new XAttribute("njmax", Text((RowsOfContact * plan.MostContacts) + plan.Joints.Count))),
        Defaults(plan),
        new XElement(
            "worldbody",
            new XElement(
                "geom",
                new XAttribute("name", "floor"),
                new XAttribute("type", "plane"),
                new XAttribute("conaffinity", "1"),
                new XAttribute("condim", "3"),
                new XAttribute("size", "40 40 40")),
            Body(plan.Torso, Root(plan))),
        new XElement("actuator", plan.Motors.Select(Actuator))).ToString();

    private static XElement Defaults(BodyPlan plan)
    {
        var (hinges, solids, softness) = (plan.Hinges, plan.Solids, plan.Softness);
        return new XElement(
            "default",
            new XElement(
                "joint",
                new XAttribute("limited", "true"),
                new XAttribute("armature", Text(hinges.Armature)),
                new XAttribute("damping", Text(hinges.Damping)),
                new XAttribute("stiffness", Text(hinges.Stiffness)),
                Optional("solimplimit", softness.LimitImpedance),
                Optional("solreflimit", softness.LimitReference)),
            new XElement(
                "geom",
                new XAttribute("contype", "1"),
                new XAttribute("conaffinity", solids.TouchEachOther ? "1" : "0"),
                new XAttribute("condim", Text(solids.Dimensions)),
                new XAttribute("margin", Text(solids.Margin)),
                Optional("density", solids.Density),
                Optional("friction", solids.Friction),
                Optional("solimp", softness.ContactImpedance),
                Optional("solref", softness.ContactReference)));
    }

    private static IEnumerable<XElement> Root(BodyPlan plan)
    {
        if (plan.Root == RootMotion.Free)
        {
            return
            [
                Loose(
                    "root", "free", new XAttribute("margin", Text(plan.Solids.Margin)), new XAttribute("pos", "0 0 0")),
            ];
        }

        var height = plan.CountsFromGround ? plan.Torso.At.Z : 0;
        var ground = new XAttribute("pos", Text(new Vector(0, 0, -height)));
        return
        [
            Loose("rootx", "slide", new XAttribute("axis", "1 0 0"), ground),
            Loose("rootz", "slide", new XAttribute("axis", "0 0 1"), ground, new XAttribute("ref", Text(height))),
            Loose("rooty", "hinge", new XAttribute("axis", "0 1 0"), new XAttribute("pos", "0 0 0")),
        ];
    }

    // A joint that nothing holds
    private static XElement Loose(string name, string type, params object[] attributes) => new(
        "joint",
        new XAttribute("name", name),
        new XAttribute("type", type),
        new XAttribute("armature", "0"),
        new XAttribute("damping", "0"),
        new XAttribute("stiffness", "0"),
        new XAttribute("limited", "false"),
        attributes);

    private static XElement Body(Part part, IEnumerable<XElement> joints) => new(
        "body",
        part.Name.Length > 0 ? new XAttribute("name", part.Name) : null,
        new XAttribute("pos", Text(part.At)),
        joints,
        part.Solids.Select(Geom),
        part.Parts.Select(child => Body(child, child.Hinge is null ? [] : [Joint(child.Hinge)])));

    private static XElement Joint(Hinge hinge) => new(
        "joint",
        new XAttribute("name", hinge.Name),
        new XAttribute("type", "hinge"),
        new XAttribute("axis", Text(hinge.Axis)),
        new XAttribute("pos", Text(hinge.Anchor)),
        new XAttribute("range", Text([hinge.Low, hinge.High])),
        Optional("stiffness", hinge.Stiffness),
        Optional("damping", hinge.Damping));

    private static XElement Geom(Solid solid) => new(
        "geom",
        new XAttribute("name", solid.Name),
        solid switch
        {
            Sphere sphere => [new XAttribute("type", "sphere"), Size(sphere.Radius)],
            Bone bone =>
            [
                new XAttribute("type", "capsule"), Size(bone.Radius),
                new XAttribute("fromto", $"{Text(bone.From)} {Text(bone.To)}"),
            ],
            Capsule capsule => new object?[]
            {
                new XAttribute("type", "capsule"), Size(capsule.Radius, capsule.HalfLength),
                new XAttribute("pos", Text(capsule.Middle)),
                capsule.Turn switch
                {
                    AboutY turn => new XAttribute("axisangle", Text([0, 1, 0, turn.Angle])),
                    ByQuaternion(var w, var x, var y, var z) => new XAttribute("quat", Text([w, x, y, z])),
                    _ => null,
                },
            },
            _ => throw new NotSupportedException(solid.GetType().Name),
        },
        Optional("friction", solid.Friction));

    private static XElement Actuator(Motor motor) => new(
        "motor",
        new XAttribute("joint", motor.Hinge),
        new XAttribute("gear", Text(motor.Gear)),
        new XAttribute("ctrllimited", "true"),
        new XAttribute("ctrlrange", "-1 1"));

    private static XAttribute Size(params IReadOnlyList<double> numbers) => new("size", Text(numbers));

    private static XAttribute? Optional(string name, double? value) =>
        value is { } number ? new XAttribute(name, Text(number)) : null;

    private static XAttribute? Optional(string name, IReadOnlyList<double>? values) =>
        values is null ? null : new XAttribute(name, Text(values));

    private static string Text(Vector vector) => Text([vector.X, vector.Y, vector.Z]);

    private static string Text(IReadOnlyList<double> numbers) => string.Join(' ', numbers.Select(Text));

    // The shortest text that reads as the same number
    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
