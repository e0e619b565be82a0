using System.Reflection;
using MetaRL.Agents.Adaptation;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Playback;

/// <summary>
/// One agent at work in N tasks, on a thread of its own: the real learner, collecting and updating round after round.
/// </summary>
public sealed class AgentThread : IDisposable, IWatcher, IAdaptationObserver
{
    private readonly IAdaptiveAgent _agent;
    private readonly RngKey _key;
    private readonly StepGate _gate;
    private readonly int _envs;
    private readonly bool _asks;
    private readonly LiveFamily _family;
    private readonly Thread _thread;
    private readonly List<Episode> _rounds = [];
    private Episode? _current;
    private SnapshotValues? _first; // of the round that has not begun
    private long _steps;

    /// <param name="name">As in tables.</param>
    /// <param name="agent">The agent, made for as many rounds as may ever be asked for.</param>
    /// <param name="key">Every random number.</param>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks, on the device and in the type to compute in.</param>
    /// <param name="envs">E, episodes in each task and round.</param>
    /// <param name="gate">
    /// How far it may go: steps are numbered over all rounds, <see cref="TaskFamily.Horizon"/> a round.
    /// </param>
    /// <param name="asks">Whether it is asked what it thinks, where it can be.</param>
    public AgentThread(
        string name, IAdaptiveAgent agent, RngKey key, TaskFamily family, TaskBatch tasks, int envs, StepGate gate,
        bool asks = false)
    {
        (Name, _agent, _key, _envs, _gate, _asks) = (name, agent, key, envs, gate, asks);
        _family = new LiveFamily(family, tasks, this);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    public string Name { get; }

    /// <summary>The family in which it is at work, whose tasks can be changed.</summary>
    public LiveFamily Family => _family;

    /// <summary>What ended it before its last round; null as long as nothing has.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Rounds that have begun, the last of which may go on: those that evaluation counts.</summary>
    public IReadOnlyList<Episode> Rounds
    {
        get
        {
            lock (_rounds)
            {
                return [.. _rounds];
            }
        }
    }

    /// <summary>Lets all who share the gate go on to their last round, and waits until this one has.</summary>
    /// <returns>K + 1 rounds.</returns>
    /// <exception cref="TargetInvocationException">With <see cref="Failure"/>, if that ended it earlier.</exception>
    /// <exception cref="OperationCanceledException">The gate was closed because of <paramref name="stop"/>.</exception>
    public IReadOnlyList<Episode> Finish(CancellationToken stop = default)
    {
        _gate.AllowUntil(long.MaxValue);
        _thread.Join();
        stop.ThrowIfCancellationRequested();
        return Failure is null ? Rounds : throw new TargetInvocationException(Failure);
    }

    /// <summary>Closes the gate for all who share it, and waits until the agent has left its thread.</summary>
    public void Dispose()
    {
        _gate.Close();
        _thread.Join();
    }

    void IWatcher.Begin(double[] states, double[] observations)
    {
        _current = new Episode(_rounds.Count, (int)_family.Current.Count, _envs, _family.Horizon);
        _current.Begin(states, observations);
        if (_first is not null)
        {
            _current.Snapshots.Add(0, _first);
        }

        lock (_rounds)
        {
            _rounds.Add(_current);
        }
    }

    void IWatcher.BeforeStep() => _gate.Pass(_steps);

    void IWatcher.BeforePrivateStep() => _gate.Pass(_steps - 1); // which has been allowed

    void IWatcher.AfterStep(
        double[] actions, double[] rewards, bool[] terminated, double[] states, double[] observations)
    {
        _current!.Add(actions, rewards, terminated, states, observations);
        _steps++;
    }

    bool IAdaptationObserver.TakesSnapshots => _asks;

    void IAdaptationObserver.BeginPrivateEpisodes() => _family.IsPrivate = true;

    void IAdaptationObserver.EndPrivateEpisodes() => _family.IsPrivate = false;

    void IAdaptationObserver.Show(AgentSnapshot snapshot)
    {
        var values = SnapshotValues.Of(snapshot, _family, _family.Current);
        if (snapshot.Round < _rounds.Count)
        {
            _current!.Snapshots.Add(_current.Steps, values);
        }
        else
        {
            _first = values;
        }
    }

    private void Run()
    {
        set_num_threads(1);
        try
        {
            foreach (var rollout in _agent is IInspectableAgent open
                ? open.Adapt(_key, _family, _family.Current, _envs, observer: this)
                : _agent.Adapt(_key, _family, _family.Current, _envs))
            {
                rollout.Dispose();
            }
        }
        catch (OperationCanceledException)
        {
            // the one who watched has gone
        }
#pragma warning disable CA1031 // whatever it is, it is shown, and must not end the process from this thread
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failure = failure;
        }
    }
}
