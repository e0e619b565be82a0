using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A causal transformer over the steps of a trial as a function of its weights.</summary>
/// <remarks>
/// Vaswani et al. 2017 with the layer norms before attention and perceptron (Xiong et al. 2020): x = W in + b; in each
/// block x ← x + W_o Attention(LN(x)), x ← x + W₂ gelu(W₁ LN(x) + b₁) + b₂; the output is LN(x). Places in the trial
/// are rotations of queries and keys (Su et al. 2021, RoPE), so that attention depends on how long ago something was.
/// A step sees itself and the C − 1 before it. While it acts, keys and values of the steps before are its state.
/// </remarks>
public sealed class Transformer : ISequenceModel
{
    private const int WeightsPerBlock = 12;
    private const double LongestPeriod = 10_000; // of RoPE's angles, in steps per radian

    private readonly TransformerSettings _settings;

    /// <param name="inputs">I.</param>
    /// <param name="settings">Width, blocks, heads and context.</param>
    public Transformer(int inputs, TransformerSettings settings)
    {
        _settings = settings;
        var hidden = settings.Hidden;
        Weights =
        [
            new("transformer.embedding.weight", [hidden, inputs]), new("transformer.embedding.bias", [hidden]),
            .. Enumerable.Range(1, settings.Layers).SelectMany(block => new Weight[]
            {
                new($"transformer{block}.norm1.weight", [hidden]), new($"transformer{block}.norm1.bias", [hidden]),
                new($"transformer{block}.qkv.weight", [3 * hidden, hidden]),
                new($"transformer{block}.qkv.bias", [3 * hidden]),
                new($"transformer{block}.attended.weight", [hidden, hidden]),
                new($"transformer{block}.attended.bias", [hidden]),
                new($"transformer{block}.norm2.weight", [hidden]), new($"transformer{block}.norm2.bias", [hidden]),
                new($"transformer{block}.wide.weight", [4 * hidden, hidden]),
                new($"transformer{block}.wide.bias", [4 * hidden]),
                new($"transformer{block}.narrow.weight", [hidden, 4 * hidden]),
                new($"transformer{block}.narrow.bias", [hidden]),
            }),
            new("transformer.norm.weight", [hidden]), new("transformer.norm.bias", [hidden]),
        ];
    }

    public IReadOnlyList<Weight> Weights { get; }

    public int Hidden => _settings.Hidden;

    public bool Attends => true;

    /// <summary>
    /// Glorot and Bengio's 2010 uniform initialisation, what is added to x divided by √(2L) (Radford et al. 2019);
    /// scales of norms 1, biases 0.
    /// </summary>
    public IReadOnlyList<Tensor> Initialize(RngKey key, Device device, ScalarType dtype) =>
    [
        .. Weights.Select((weight, index) =>
        {
            if (weight.Shape is not [var fanOut, var fanIn])
            {
                return weight.Name.EndsWith("weight", StringComparison.Ordinal)
                    ? ones([.. weight.Shape], dtype, device)
                    : zeros([.. weight.Shape], dtype, device);
            }

            var isAdded = weight.Name.EndsWith("attended.weight", StringComparison.Ordinal)
                || weight.Name.EndsWith("narrow.weight", StringComparison.Ordinal);
            var outputs = weight.Name.EndsWith("qkv.weight", StringComparison.Ordinal) ? fanOut / 3 : fanOut;
            var bound = Math.Sqrt(6.0 / (fanIn + outputs)) / (isAdded ? Math.Sqrt(2.0 * _settings.Layers) : 1);
            return key.At(index).Uniform([.. weight.Shape], device, dtype).mul(2 * bound).sub(bound);
        }),
    ];

    /// <inheritdoc/>
    /// <returns>
    /// Keys and values of the R steps before in every block, each [L, R, lanes, H], and the steps' places in their
    /// trial, from 1, or 0 where a lane took none, [R, lanes, 1]; R = 0.
    /// </returns>
    public IReadOnlyList<Tensor> Start(ReadOnlySpan<long> lanes, Device device, ScalarType dtype) =>
    [
        zeros([_settings.Layers, 0, .. lanes, Hidden], dtype, device),
        zeros([_settings.Layers, 0, .. lanes, Hidden], dtype, device),
        zeros([0, .. lanes, 1], dtype, device),
    ];

    public IRecurrence With(IReadOnlyList<Tensor> weights) => new Placed(_settings, weights);

    private sealed class Placed(TransformerSettings settings, IReadOnlyList<Tensor> weights) : IRecurrence
    {
        private readonly int _size = settings.Hidden / settings.Heads; // of a head

        public (Tensor Outputs, IReadOnlyList<Tensor> State) Run(Tensor sequence, IReadOnlyList<Tensor> state) =>
            Run(sequence, state, attended: null);

        public Tensor Attention(Tensor step, IReadOnlyList<Tensor> state)
        {
            var attended = new List<Tensor>();
            _ = Run(step.unsqueeze(0), state, attended);
            return stack(attended).mean([0L, 2L]).squeeze(1);
        }

        // Told the weights of each block, [B, heads, T, R + T], by whoever asks for them.
        private (Tensor Outputs, IReadOnlyList<Tensor> State) Run(
            Tensor sequence, IReadOnlyList<Tensor> state, List<Tensor>? attended)
        {
            var (before, steps) = (state[2].size(0), sequence.size(0));
            var own = arange(1, steps + 1, sequence.dtype, sequence.device).view(-1, 1, 1);
            var places = own + (before == 0 ? zeros_like(sequence[0].narrow(-1, 0, 1)) : state[2].amax([0L]));
            var all = cat([state[2], places]); // [R + T, B, 1]
            var mask = before == 0 && steps <= settings.Context ? null : Seen(places, all);
            var turn = Rotation(places);
            var x = Linear(sequence, weights[0], weights[1]);
            var (keys, values) = (new List<Tensor>(), new List<Tensor>());
            for (var block = 0; block < settings.Layers; block++)
            {
                var w = weights.Skip(2 + (block * WeightsPerBlock)).Take(WeightsPerBlock).ToArray();
                var qkv = Linear(Norm(x, w[0], w[1]), w[2], w[3]).chunk(3, -1);
                var k = cat([state[0][block], Turned(qkv[1], turn)]);
                var v = cat([state[1][block], qkv[2]]);
                var q = Turned(qkv[0], turn);
                attended?.Add(Weights(q, k, mask));
                x += Linear(Attention(q, k, v, mask), w[4], w[5]);
                x += Linear(nn.functional.gelu(Linear(Norm(x, w[6], w[7]), w[8], w[9])), w[10], w[11]);
                keys.Add(k);
                values.Add(v);
            }

            return (Norm(x, weights[^2], weights[^1]), [stack(keys), stack(values), all]);
        }

        // The rows of the lanes that did not take the step are nobody's.
        public IReadOnlyList<Tensor> Keep(Tensor taken, IReadOnlyList<Tensor> next, IReadOnlyList<Tensor> before)
        {
            var rows = before[2].size(0);
            var places = next[2].narrow(0, rows, next[2].size(0) - rows) * taken;
            return [next[0], next[1], cat([before[2], places])];
        }

        public void Dispose()
        {
        }

        // Bool [B, 1, T, R + T]: a step of the same trial, no later and not too long ago.
        private Tensor Seen(Tensor places, Tensor all)
        {
            var (now, then) = (places.squeeze(-1).t().unsqueeze(-1), all.squeeze(-1).t().unsqueeze(1));
            var ago = now - then;
            return then.gt(0).logical_and(ago.ge(0)).logical_and(ago.lt(settings.Context)).unsqueeze(1);
        }

        // softmax(q kᵀ / √d) v of each head: q [T, B, H], k and v [R + T, B, H] → [T, B, H]
        private Tensor Attention(Tensor q, Tensor k, Tensor v, Tensor? mask)
        {
            var attended = nn.functional.scaled_dot_product_attention(
                Heads(q), Heads(k), Heads(v), mask, is_casual: mask is null);
            return attended.permute(2, 0, 1, 3).reshape(q.shape);
        }

        // softmax(q kᵀ / √d) of each head, [B, heads, T, R + T], for a single step where there is no mask.
        private Tensor Weights(Tensor q, Tensor k, Tensor? mask)
        {
            var scores = Heads(q).matmul(Heads(k).transpose(-1, -2)) / Math.Sqrt(_size);
            return (mask is null ? scores : scores.masked_fill(mask.logical_not(), double.NegativeInfinity))
                .softmax(-1);
        }

        // [T, B, H] → [B, heads, T, d]
        private Tensor Heads(Tensor x) =>
            x.view(x.size(0), x.size(1), settings.Heads, _size).permute(1, 2, 0, 3);

        // cos and sin of place · LongestPeriod^(−2i/d), i = 0 ... d/2 − 1, each [T, B, 1, d/2]
        private (Tensor Cos, Tensor Sin) Rotation(Tensor places)
        {
            var i = arange(0, _size / 2, places.dtype, places.device);
            var angles = places.unsqueeze(-1) * (i * (-2 * Math.Log(LongestPeriod) / _size)).exp();
            return (angles.cos(), angles.sin());
        }

        // Numbers i and i + d/2 of a head are turned as a pair.
        private Tensor Turned(Tensor x, (Tensor Cos, Tensor Sin) by)
        {
            var pairs = x.view(x.size(0), x.size(1), settings.Heads, _size).chunk(2, -1);
            return cat(
                [(pairs[0] * by.Cos) - (pairs[1] * by.Sin), (pairs[0] * by.Sin) + (pairs[1] * by.Cos)], -1)
                .view(x.shape);
        }

        private Tensor Norm(Tensor x, Tensor scale, Tensor shift) =>
            nn.functional.layer_norm(x, [settings.Hidden], scale, shift);

        private static Tensor Linear(Tensor x, Tensor weight, Tensor bias) =>
            nn.functional.linear(x, weight, bias);
    }
}
