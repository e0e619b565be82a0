using MetaRL.Agents.Policies;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>How far an update moved the weights of a layer.</summary>
/// <param name="Layer">
/// Name of its weights without their last part, such as <c>layer1</c> of <c>layer1.weight</c> and <c>layer1.bias</c>.
/// </param>
/// <param name="Relative">‖φ′ − φ‖ / max(‖φ‖, ‖φ′‖) of each task, in [0, 2]; 0 where all are 0. [N].</param>
public sealed record WeightChange(string Layer, double[] Relative)
{
    /// <summary>Of every layer, in the order of the layout.</summary>
    /// <param name="before">φ [N, P].</param>
    /// <param name="after">φ′ [N, P].</param>
    public static IReadOnlyList<WeightChange> Between(Params before, Params after)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var (was, became) = (Parts(before), Parts(after));
        return
        [
            .. before.Layout.Weights.Select((weight, index) => (Layer: LayerOf(weight.Name), index))
                .GroupBy(part => part.Layer).Select(layer =>
            {
                var (from, to) = (Join(was, layer), Join(became, layer));
                var size = maximum(Norm(from), Norm(to)).clamp_min(double.Epsilon);
                return new WeightChange(layer.Key, Norm(to - from).div(size).cpu().data<double>().ToArray());
            }),
        ];
    }

    private static string LayerOf(string weight) => weight.LastIndexOf('.') is var dot and > 0 ? weight[..dot] : weight;

    private static Tensor[] Parts(Params phi) =>
        [.. phi.Layout.Split(phi.Flat.detach().to_type(ScalarType.Float64)).Select(part => part.flatten(1))];

    private static Tensor Join(Tensor[] parts, IEnumerable<(string Layer, int Index)> layer) =>
        cat([.. layer.Select(part => parts[part.Index])], 1);

    private static Tensor Norm(Tensor rows) => rows.square().sum(1).sqrt();
}
