using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A recurrent policy that acts in lanes, each of which goes on from its own memory.</summary>
/// <remarks>
/// A lane that has terminated remembers its last step, which says so, until the next episode.
/// </remarks>
internal sealed class RecurrentLanes : ILaneActor
{
    private readonly RecurrentInput _input;
    private readonly FusedGru _gru;
    private readonly RecurrentFeatures _features;
    private readonly ILaneActor _head;
    private readonly int _all;
    private readonly float[] _states;      // of all lanes, [L, N E, H]
    private readonly float[] _previous;    // of all lanes, [N E, P]
    private int _first;
    private int _lanes;
    private bool _isFirstStep;
    private float[] _inputs = [];          // [lanes, O + P]
    private float[] _state = [];           // [L, lanes, H]
    private float[] _next = [];            // [L, lanes, H]
    private float[] _outputs = [];         // [lanes, H]
    private float[] _actions = [];         // [lanes, A]

    /// <param name="input">What the policy sees.</param>
    /// <param name="gru">The memory.</param>
    /// <param name="features">(h, oₜ) → f.</param>
    /// <param name="head">f → π.</param>
    /// <param name="memory">Before the first step.</param>
    public RecurrentLanes(
        RecurrentInput input, FusedGru gru, RecurrentFeatures features, ILaneActor head, Memory memory)
    {
        (_input, _gru, _features, _head) = (input, gru, features, head);
        _all = (int)(memory.Previous.size(0) * memory.Previous.size(1));
        (_states, _previous) = (Floats.Of(memory.State[0]), Floats.Of(memory.Previous));
    }

    private int Observations => _input.Observations;

    /// <summary>What is remembered now, of N tasks with E environments.</summary>
    public Memory Memory(long tasks, long envs) => new(
        [tensor(_states, [_gru.Layers, tasks, envs, _gru.Hidden])],
        tensor(_previous, [tasks, envs, _input.PreviousSize]));

    public void Begin(int first, int lanes, int envs)
    {
        (_first, _lanes, _isFirstStep) = (first, lanes, true);
        (_inputs, _outputs) = (new float[lanes * _input.Size], new float[lanes * _gru.Hidden]);
        (_state, _next) = (new float[_gru.Layers * lanes * _gru.Hidden], new float[_gru.Layers * lanes * _gru.Hidden]);
        for (var layer = 0; layer < _gru.Layers; layer++)
        {
            Kept(layer).CopyTo(Row(_state, layer));
        }

        _head.Begin(first, lanes, envs);
    }

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<float> noise, Span<float> actions)
    {
        for (var lane = 0; lane < _lanes; lane++)
        {
            var input = _inputs.AsSpan(lane * _input.Size, _input.Size);
            observations.Slice(lane * Observations, Observations).CopyTo(input);
            Previous(lane).CopyTo(input[Observations..]);
        }

        _gru.Step(_lanes, _inputs, _state, _outputs, _next);
        for (var layer = 0; layer < _gru.Layers; layer++)
        {
            for (var lane = 0; lane < _lanes; lane++)
            {
                if (IsAlive(lane))
                {
                    var own = lane * _gru.Hidden;
                    Row(_next, layer).Slice(own, _gru.Hidden).CopyTo(Row(_state, layer)[own..]);
                }
            }
        }

        _head.Act(_features.Of(_outputs, observations, _lanes), noise, actions);
        Array.Resize(ref _actions, actions.Length);
        actions.CopyTo(_actions);
    }

    public void See(ReadOnlySpan<float> rewards, ReadOnlySpan<bool> ended)
    {
        var size = _actions.Length / _lanes;
        for (var lane = 0; lane < _lanes; lane++)
        {
            if (IsAlive(lane))
            {
                _input.Previous(
                    _inputs.AsSpan(lane * _input.Size, Observations), _actions.AsSpan(lane * size, size), rewards[lane],
                    ended[lane], Previous(lane));
            }
        }

        _isFirstStep = false;
        for (var layer = 0; layer < _gru.Layers; layer++)
        {
            Row(_state, layer).CopyTo(Kept(layer));
        }
    }

    private bool IsAlive(int lane) => _isFirstStep || Previous(lane)[^1] == 0;

    private Span<float> Previous(int lane) =>
        _previous.AsSpan((_first + lane) * _input.PreviousSize, _input.PreviousSize);

    private Span<float> Kept(int layer) =>
        _states.AsSpan(((layer * _all) + _first) * _gru.Hidden, _lanes * _gru.Hidden);

    private Span<float> Row(float[] states, int layer) =>
        states.AsSpan(layer * _lanes * _gru.Hidden, _lanes * _gru.Hidden);
}
