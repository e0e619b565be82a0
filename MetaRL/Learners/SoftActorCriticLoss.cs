using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Some transitions of B tasks, S of each.</summary>
/// <param name="Observation">o, [B, S, O].</param>
/// <param name="Action">a in [−1, 1], [B, S, A].</param>
/// <param name="Reward">r, [B, S].</param>
/// <param name="Next">o′, [B, S, O].</param>
/// <param name="Terminated">d: 1 where the task itself ended the episode, else 0, as at a time limit; [B, S].</param>
public sealed record Transitions(Tensor Observation, Tensor Action, Tensor Reward, Tensor Next, Tensor Terminated)
{
    /// <summary>The same in one row each, [..., 2O + A + 2].</summary>
    public Tensor Rows => cat([Observation, Action, Reward.unsqueeze(-1), Next, Terminated.unsqueeze(-1)], -1);

    /// <summary>From their rows.</summary>
    /// <param name="rows">[..., W].</param>
    /// <param name="actions">A.</param>
    public static Transitions Of(Tensor rows, int actions)
    {
        var observations = (rows.size(-1) - actions - 2) / 2;
        var parts = rows.split([observations, actions, 1, observations, 1], -1);
        return new Transitions(parts[0], parts[1], parts[2].squeeze(-1), parts[3], parts[4].squeeze(-1));
    }
}

/// <summary>What one gradient step sees.</summary>
/// <param name="Transitions">Of B tasks.</param>
/// <param name="Context">c of each, [B, C, X]; null where there is no context.</param>
/// <param name="Z">ε of z, [B, L].</param>
/// <param name="Now">ε of actions at o, [B, S, A].</param>
/// <param name="Then">ε of actions at o′, [B, S, A].</param>
public sealed record SoftActorCriticBatch(Transitions Transitions, Tensor? Context, Tensor Z, Tensor Now, Tensor Then);

/// <summary>The objectives of soft actor-critic and, where there is a context, of PEARL's encoder.</summary>
/// <remarks>
/// Haarnoja et al. 2018 (Soft Actor-Critic Algorithms and Applications), equations 5 to 7 and 18, given z ~ q(z|c) as
/// Rakelly et al. 2019 (PEARL), algorithm 1, has it, z̄ being z without derivative:
/// J_Q = Σᵢ E[(Qᵢ(o, a, z) − y)²], y = k r + γ (1 − d) (minᵢ Q̄ᵢ(o′, a′, z̄) − α log π(a′|o′, z̄)), a′ ~ π;
/// J_π = E[α log π(a|o, z̄) − minᵢ Qᵢ(o, a, z̄)], a ~ π;
/// J_α = E[−α (log π(a|o, z̄) + H̄)];
/// J_q = w E[KL(q(z|c) ‖ N(0, I))].
/// Each is differentiated by its own weights: Q by J_Q, π by J_π, α by J_α, and the encoder by J_Q + J_q.
/// Differs from the papers: k scales rewards, as in the authors' code of PEARL; equation 5 has half of J_Q; PEARL's
/// authors have a state value and its target in place of the targets Q̄ᵢ, and sum the divergence over tasks where this
/// is its mean, as the critic's error is in both.
/// </remarks>
/// <param name="networks">The architecture.</param>
/// <param name="settings">γ, k, α and H̄.</param>
/// <param name="divergenceWeight">w.</param>
public sealed class SoftActorCriticLoss(
    SoftActorCriticNetworks networks, SoftActorCriticSettings settings, double divergenceWeight = 0)
{
    private readonly double _targetEntropy = settings.TargetEntropy ?? -networks.Actions;

    /// <summary>Names of the numbers of <see cref="Of"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["q_loss", "policy_loss", "policy_entropy", "temperature", "divergence"];

    /// <summary>J_Q + J_π + J_α + J_q, whose derivative by θ is that of each by its own weights.</summary>
    /// <param name="theta">θ [P].</param>
    /// <param name="targets">Weights of the Q̄ᵢ, flat.</param>
    /// <param name="batch">What it is estimated from.</param>
    /// <returns>
    /// The sum, and J_Q, J_π, E[−log π], α and E[KL], without derivative, [5].
    /// </returns>
    public (Tensor Loss, Tensor Numbers) Of(Tensor theta, Tensor targets, SoftActorCriticBatch batch)
    {
        var (weights, constants) = (networks.Split(theta), networks.Split(theta.detach()));
        var posterior = batch.Context is null
            ? null
            : networks.Encoder!.Posterior(weights.Encoder, batch.Context, axis: 1);
        var steps = batch.Transitions.Reward.size(1);
        var z = Lanes((posterior?.Sample(batch.Z) ?? batch.Z).unsqueeze(1).expand(-1, steps, -1));
        var (observation, constantZ) = (Lanes(batch.Transitions.Observation), z.detach());
        var alpha = constants.LogTemperature.exp();

        var y = Targets(constants, targets, batch, constantZ);
        var q = networks.Values(weights.Q, observation, Lanes(batch.Transitions.Action), z);
        var ofQ = (q - y).square().mean([1]).sum();

        var pi = networks.Act(weights.Policy, observation, constantZ);
        var u = pi.Sample(Lanes(batch.Now));
        var logPi = pi.LogProb(u);
        var ofPolicy = ((alpha * logPi) - networks.LeastValue(constants.Q, observation, u.tanh(), constantZ)).mean();

        var entropy = logPi.detach().mean().neg();
        var loss = ofQ + ofPolicy;
        if (settings.LearnsTemperature)
        {
            loss = loss + (weights.LogTemperature.exp() * (entropy - _targetEntropy)).sum();
        }

        var divergence = posterior?.Divergence.mean() ?? zeros_like(entropy);
        return (
            posterior is null ? loss : loss + (divergence * divergenceWeight),
            stack([ofQ.detach(), ofPolicy.detach(), entropy, alpha.sum(), divergence.detach()]));
    }

    /// <summary>∂/∂θ of <see cref="Of"/>, [P], and its numbers.</summary>
    /// <inheritdoc cref="Of"/>
    public (Tensor Gradient, Tensor Numbers) Gradient(Tensor theta, Tensor targets, SoftActorCriticBatch batch)
    {
        var variable = theta.detach().requires_grad_();
        var (loss, numbers) = Of(variable, targets, batch);
        return (Derivative.Of(loss, variable), numbers);
    }

    // y, [B · S]: a time limit leaves the value of what would follow.
    private Tensor Targets(
        SoftActorCriticWeights constants, Tensor targets, SoftActorCriticBatch batch, Tensor z)
    {
        using var constant = no_grad();
        var next = Lanes(batch.Transitions.Next);
        var pi = networks.Act(constants.Policy, next, z);
        var u = pi.Sample(Lanes(batch.Then));
        var v = networks.LeastValue(networks.SplitQ(targets), next, u.tanh(), z)
            - (constants.LogTemperature.exp() * pi.LogProb(u));
        var continues = 1 - batch.Transitions.Terminated.flatten();
        return (batch.Transitions.Reward.flatten() * settings.RewardScale) + (continues * v * settings.Gamma);
    }

    // [B, S, X] → [B · S, X]
    private static Tensor Lanes(Tensor values) => values.reshape(values.size(0) * values.size(1), values.size(2));
}
