using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>What kind of number a decoded reward is.</summary>
public enum RewardLikelihood
{
    /// <summary>The reward itself, with unit variance.</summary>
    Gaussian,

    /// <summary>Whether the reward is positive.</summary>
    Bernoulli,
}

/// <summary>Settings of a <see cref="TaskDecoder"/>.</summary>
/// <param name="Hidden">Units in each hidden layer.</param>
/// <param name="Likelihood">Of a reward.</param>
/// <param name="Heads">
/// Whether rewards are decoded from m alone, one for each number of a one-hot observation; otherwise from (m, o′) or
/// (m, o, a, o′).
/// </param>
/// <param name="SeesAction">Whether, without heads, rewards depend on (o, a) beside o′.</param>
/// <param name="TransitionWeight">Weight of o′ decoded from (m, o, a); 0: it is not decoded.</param>
public sealed record TaskDecoderSettings(
    IReadOnlyList<int> Hidden, RewardLikelihood Likelihood = RewardLikelihood.Gaussian, bool Heads = false,
    bool SeesAction = false, double TransitionWeight = 0);

/// <summary>The likelihood of a trial's rewards and transitions given m, as a function of its weights.</summary>
/// <remarks>Zintgraf et al. 2020 (VariBAD), section 3.2: p(r | o, a, o′, m) and p(o′ | o, a, m).</remarks>
public sealed class TaskDecoder
{
    private readonly TaskDecoderSettings _settings;
    private readonly int _latent;
    private readonly Mlp _reward;
    private readonly Mlp? _transition;

    /// <param name="latent">L, numbers of m.</param>
    /// <param name="observations">O.</param>
    /// <param name="actions">A, or the number of discrete actions.</param>
    /// <param name="settings">What is decoded.</param>
    public TaskDecoder(int latent, int observations, int actions, TaskDecoderSettings settings)
    {
        (_latent, _settings) = (latent, settings);
        var seen = settings.SeesAction ? (2 * observations) + actions : observations;
        _reward = settings.Heads
            ? new Mlp(latent, settings.Hidden, observations, Activation.Relu)
            : new Mlp(latent + seen, settings.Hidden, 1, Activation.Relu);
        _transition = settings.TransitionWeight > 0
            ? new Mlp(latent + observations + actions, settings.Hidden, observations, Activation.Relu)
            : null;
        Weights =
        [
            .. Named("decoder.reward", _reward),
            .. _transition is null ? [] : Named("decoder.transition", _transition),
        ];
    }

    /// <summary>decoder.reward.layer1.weight, ..., decoder.transition.layer1.weight, ...</summary>
    public IReadOnlyList<Weight> Weights { get; }

    /// <summary>First weights in the order of <see cref="Weights"/>, flat.</summary>
    public Tensor Initialize(RngKey key, Device device, ScalarType dtype)
    {
        Tensor[] weights =
        [
            .. _reward.Initialize(key.For("reward"), device, dtype),
            .. _transition?.Initialize(key.For("transition"), device, dtype) ?? [],
        ];
        return cat([.. weights.Select(weight => weight.flatten())]);
    }

    /// <summary>What is expected of the reward: its mean, or the probability that it is positive.</summary>
    /// <param name="weights">In the order of <see cref="Weights"/>.</param>
    /// <param name="m">[..., L].</param>
    /// <returns>One for each number of a one-hot observation, [..., O]; for decoders with heads alone.</returns>
    public Tensor ExpectedRewards(IReadOnlyList<Tensor> weights, Tensor m)
    {
        var outputs = _reward.Forward(OfReward(weights), m);
        return _settings.Likelihood == RewardLikelihood.Bernoulli ? outputs.sigmoid() : outputs;
    }

    /// <summary>
    /// −log p of every transition of a trial given m of every context, but for constants: [C, T, B].
    /// </summary>
    /// <param name="weights">In the order of <see cref="Weights"/>.</param>
    /// <param name="m">m of C contexts of B trials, [C, B, L].</param>
    /// <param name="trials">All of their steps.</param>
    public Tensor Errors(IReadOnlyList<Tensor> weights, Tensor m, DecodedSteps trials)
    {
        var predicted = _settings.Heads ? Headed(weights, m, trials) : Mixed(
            _reward, OfReward(weights), m,
            _settings.SeesAction ? cat([trials.Next, trials.Before, trials.Actions], -1) : trials.Next).squeeze(-1);
        var rewards = trials.Rewards.unsqueeze(0);
        var errors = _settings.Likelihood == RewardLikelihood.Bernoulli
            ? nn.functional.softplus(predicted) - (predicted * (rewards > 0))
            : (predicted - rewards).square() * 0.5;
        if (_transition is not null)
        {
            var next = Mixed(
                _transition, [.. weights.Skip(_reward.Weights.Count)], m, cat([trials.Before, trials.Actions], -1));
            errors += (next - trials.Next.unsqueeze(0)).square().sum(-1) * (0.5 * _settings.TransitionWeight);
        }

        return errors;
    }

    private IReadOnlyList<Tensor> OfReward(IReadOnlyList<Tensor> weights) =>
        [.. weights.Take(_reward.Weights.Count)];

    // The output that o′ stands for: [C, B, O] and [T, B, O] → [C, T, B]
    private Tensor Headed(IReadOnlyList<Tensor> weights, Tensor m, DecodedSteps trials)
    {
        var outputs = _reward.Forward(OfReward(weights), m);
        return outputs.transpose(0, 1).bmm(trials.Next.permute(1, 2, 0)).permute(1, 2, 0);
    }

    // Outputs for every pair of m [C, B, L] and x [T, B, X]: the first layer's product is a sum of both, so that each
    // is multiplied once. [C, T, B, out]
    private Tensor Mixed(Mlp perceptron, IReadOnlyList<Tensor> weights, Tensor m, Tensor x)
    {
        var first = weights[0];
        var ofM = m.matmul(first.narrow(1, 0, _latent).t()).unsqueeze(1);
        var ofX = x.matmul(first.narrow(1, _latent, first.size(1) - _latent).t()) + weights[1];
        var h = ofM + ofX.unsqueeze(0);
        return weights.Count == 2 ? h : perceptron.ForwardAfterFirst(weights, h);
    }

    private static IEnumerable<Weight> Named(string name, Mlp part) =>
        part.Weights.Select(weight => weight with { Name = $"{name}.{weight.Name}" });
}

/// <summary>Steps of B trials as a decoder takes them.</summary>
/// <param name="Before">o, [T, B, O].</param>
/// <param name="Actions">a, one-hot where actions are discrete, [T, B, A].</param>
/// <param name="Rewards">r, [T, B].</param>
/// <param name="Next">o′, [T, B, O].</param>
public sealed record DecodedSteps(Tensor Before, Tensor Actions, Tensor Rewards, Tensor Next);
