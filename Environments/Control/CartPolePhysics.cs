using System.Runtime.CompilerServices;
using MetaRL.Kernels;

namespace MetaRL.Environments.Control;

/// <summary>The equations of <see cref="CartPole"/>; a state is (x, ẋ, θ, θ̇).</summary>
internal readonly struct CartPolePhysics<T>(ITaskConstants<T> task) : IDynamics<CartPolePhysics<T>, T>
    where T : struct, IReal<T>
{
    private readonly T _gravity = task["gravity"];
    private readonly T _tau = task["tau"];
    private readonly T _push = task["push"];           // force_mag / M
    private readonly T _swing = task["swing"];         // m_pole l / M
    private readonly T _inertia = task["inertia"];     // 4/3 l
    private readonly T _rail = task["x_threshold"];
    private readonly T _lean = task["theta_threshold_radians"];
    private readonly StartBounds<T> _start = new(task);

    public static CartPolePhysics<T> Of(ITaskConstants<T> task) => new(task);

    public static void Reset(in CartPolePhysics<T> equations, ReadOnlySpan<T> noise, Span<T> state) =>
        equations._start.Draw(noise, state);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome<T> Step(
        ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
    {
        var (x, xDot, theta, thetaDot) = (state[0], state[1], state[2], state[3]);
        var (sin, cos) = theta.SinCos();
        var u = (-_push).Plus(action[0], _push, 2).Plus(thetaDot * thetaDot * sin, _swing);
        var thetaAcc = (sin * _gravity).Plus(cos, u, -1) / _inertia.Plus(cos * cos, _swing, -1);
        var xAcc = u.Plus(thetaAcc * cos, _swing, -1);

        (next[0], next[1]) = (x.Plus(xDot, _tau), xDot.Plus(xAcc, _tau));
        (next[2], next[3]) = (theta.Plus(thetaDot, _tau), thetaDot.Plus(thetaAcc, _tau));
        return new(x.Everywhere(1), (next[0].Abs() > _rail) | (next[2].Abs() > _lean));
    }
}
