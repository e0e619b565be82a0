namespace MetaRL.Agents.Policies;

/// <summary>What the outputs of a policy with a memory are functions of, in lanes: f = h, [lanes, F].</summary>
internal class RecurrentFeatures
{
    /// <summary>f of each lane, valid until the next call.</summary>
    /// <param name="h">The last layer's state, [lanes, H].</param>
    /// <param name="o">oₜ, [lanes, O].</param>
    /// <param name="lanes">How many.</param>
    public virtual ReadOnlySpan<float> Of(ReadOnlySpan<float> h, ReadOnlySpan<float> o, int lanes) => h;

    // (one, other) of each lane, beside each other
    protected static void Join(
        ReadOnlySpan<float> one, ReadOnlySpan<float> other, int lanes, ref float[] joined)
    {
        var (size, rest) = (one.Length / lanes, other.Length / lanes);
        Array.Resize(ref joined, one.Length + other.Length);
        for (var lane = 0; lane < lanes; lane++)
        {
            var own = joined.AsSpan(lane * (size + rest), size + rest);
            one.Slice(lane * size, size).CopyTo(own);
            other.Slice(lane * rest, rest).CopyTo(own[size..]);
        }
    }
}

/// <summary>f = max(0, W (h, o) + b).</summary>
internal sealed class ReadoutFeatures(FusedOutputs readout) : RecurrentFeatures
{
    private float[] _seen = [];
    private float[] _features = [];

    public override ReadOnlySpan<float> Of(ReadOnlySpan<float> h, ReadOnlySpan<float> o, int lanes)
    {
        Join(h, o, lanes, ref _seen);
        Array.Resize(ref _features, lanes * readout.Outputs);
        readout.Forward(0, lanes, _seen, _features);
        for (var unit = 0; unit < _features.Length; unit++)
        {
            _features[unit] = Math.Max(_features[unit], 0);
        }

        return _features;
    }
}

/// <summary>f = (o, W h + b), the belief in deviations beside what is seen.</summary>
internal sealed class BeliefFeatures(FusedOutputs belief) : RecurrentFeatures
{
    private float[] _belief = [];
    private float[] _features = [];

    public override ReadOnlySpan<float> Of(ReadOnlySpan<float> h, ReadOnlySpan<float> o, int lanes)
    {
        Array.Resize(ref _belief, lanes * belief.Outputs);
        belief.Forward(0, lanes, h, _belief);
        Join(o, _belief, lanes, ref _features);
        return _features;
    }
}
