using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class DoubleIntegratorTests : EquationsContract
{
    protected override TaskFamily Family { get; } = new DoubleIntegrator();

    protected override IReadOnlyList<Interval> Excursions { get; } = [new(-2, 2), new(-2, 2)];

    protected override (double[] Next, double Reward, bool Terminated) Published(
        Func<string, double> p, double[] s, double[] a, double[] u)
    {
        var v = s[1] + 0.1 * (p("gain") * a[0] - p("drag") * s[1]) / p("mass");
        var x = s[0] + 0.1 * v;
        var error = x - p("target");
        return ([x, v], -(error * error + 0.1 * v * v + 0.01 * a[0] * a[0]), false);
    }

    [Fact]
    public void OptimalReturn_OfOneStep_IsTheLeastSquaresSolutionByHand()
    {
        // From (e, v) a force u gives v' = v + pu, e' = e + Δv'; by hand at mass 1, no drag, gain 1: p = Δ = 0.1.
        using var scope = NewDisposeScope();
        var tasks = Task(mass: 1, drag: 0, gain: 1, target: 1);
        // cost = (e + 0.1v + 0.01u)² + 0.1 (v + 0.1u)² + 0.01u²; minimal over u: u = −(0.01e + 0.011v)/0.0111
        var value = 0.04 / 3;
        var (ee, ev, vv) = (1 - 1e-4 / 0.0111, 0.1 - 0.01 * 0.011 / 0.0111, 0.11 - 0.011 * 0.011 / 0.0111);
        Assert.NotEqual(0, ev); // the cross term has mean 0 over the symmetric starts
        Assert.Equal(
            -(ee * (1 + value) + vv * value), new DoubleIntegratorOracle(1).OptimalReturn(tasks).ToDouble(), 12);
    }

    [Fact]
    public void Gains_OverAShortHorizon_AreTheStackedLeastSquaresSolution()
    {
        // All 6 actions at once: minimise ‖F s + G u‖² + r‖u‖², for the first action from three starting points.
        using var scope = NewDisposeScope();
        var tasks = Task(mass: 0.7, drag: 0.3, gain: 1.3, target: 0.4);
        var gain = new DoubleIntegratorOracle(6).Gains(tasks)[0].data<double>().ToArray();
        foreach (var (error, velocity) in new[] { (1.0, 0.0), (0.0, 1.0), (-0.6, 0.3) })
        {
            var first = FirstAction(keep: 1 - 0.1 * 0.3 / 0.7, push: 0.1 * 1.3 / 0.7, error, velocity, steps: 6);
            Assert.Equal(first, -(gain[0] * error + gain[1] * velocity), 10);
        }
    }

    [Fact]
    public void OptimalReturn_OfManyTasks_IsWhatTheFeedbackEarnsOnAverage()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(new RngKey(5), 20, TaskSplit.Train);
        // Starts on the corners (±0.2/√3, ±0.2/√3) have the mean and covariance of the uniform ones, so that their
        // average cost is exact.
        var corner = 0.2 / Math.Sqrt(3);
        var corners = tensor([corner, corner, corner, -corner, -corner, corner, -corner, -corner], [1, 4, 2])
            .expand(20, 4, 2);
        var difference = Family.Oracle!.OptimalReturn(tasks) - Played(tasks, corners, shake: 0).mean([1]);
        Assert.True(difference.abs().max().ToDouble() < 1e-10);
    }

    [Fact]
    public void OptimalReturn_OfManyTasks_IsWithinTheErrorOfRandomStarts()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(new RngKey(5), 20, TaskSplit.Train);
        var starts = Family.Reset(tasks, new RngKey(6).Uniform([20, 2000, 2], CPU, ScalarType.Float64));
        var returns = Played(tasks, starts, shake: 0);
        var errors = (returns.mean([1]) - Family.Oracle!.OptimalReturn(tasks)) / (returns.std(1) / Math.Sqrt(2000));
        Assert.True(errors.abs().max().ToDouble() < 4);
    }

    [Fact]
    public void OptimalReturn_OfManyTasks_IsAboveFeedbackWithShakenForces()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(new RngKey(5), 20, TaskSplit.Train);
        var starts = Family.Reset(tasks, new RngKey(6).Uniform([20, 100, 2], CPU, ScalarType.Float64));
        Assert.True((Played(tasks, starts, shake: 0) - Played(tasks, starts, shake: 0.1)).min().ToDouble() > 0);
    }

    // Returns of the optimal feedback, with every force off by an alternating amount, [N, E].
    private Tensor Played(TaskBatch tasks, Tensor state, double shake)
    {
        var total = zeros(state.shape[..2], ScalarType.Float64);
        var gains = new DoubleIntegratorOracle(Family.Horizon).Gains(tasks);
        for (var t = 0; t < gains.Count; t++)
        {
            var error = state.select(-1, 0) - tasks["target"].unsqueeze(-1);
            var force = (
                gains[t].select(1, 0).unsqueeze(-1) * error + gains[t].select(1, 1)
                    .unsqueeze(-1) * state.select(-1, 1)).neg();
            var step = Family.Step(
                tasks, state, (force + (t % 2 == 0 ? shake : -shake)).unsqueeze(-1), zeros([1, 1, 0]));
            (total, state) = (total + step.Reward, step.State);
        }

        return total;
    }

    private static double FirstAction(double keep, double push, double error, double velocity, int steps)
    {
        var (rows, right) = (new double[3 * steps * steps], new double[3 * steps]);
        for (var column = -1; column < steps; column++)
        {
            var (e, v) = column < 0 ? (error, velocity) : (0.0, 0.0);
            for (var t = 0; t < steps; t++)
            {
                v = keep * v + (t == column ? push : 0);
                e += 0.1 * v;
                if (column < 0)
                {
                    (right[2 * t], right[2 * t + 1]) = (-e, -Math.Sqrt(0.1) * v);
                }
                else
                {
                    (rows[(2 * t * steps) + column], rows[((2 * t + 1) * steps) + column]) = (e, Math.Sqrt(0.1) * v);
                }
            }
        }

        for (var t = 0; t < steps; t++)
        {
            rows[((2 * steps + t) * steps) + t] = 0.1; // √r
        }

        var a = tensor(rows, [3 * steps, steps]);
        return linalg.solve(a.t().mm(a), a.t().mm(tensor(right, [3 * steps, 1])))[0, 0].ToDouble();
    }

    private TaskBatch Task(double mass, double drag, double gain, double target) => Family.Create(
        new Dictionary<string, Tensor>
        {
            ["mass"] = tensor([mass]), ["drag"] = tensor([drag]), ["gain"] = tensor([gain]),
            ["target"] = tensor([target]),
        },
        1);
}
