namespace MetaRL.Viewer.Watching;

/// <summary>The position that is shown, as a round of adaptation and a step in it, and the speed of playing.</summary>
/// <remarks>
/// Round r has steps 0 to <see cref="Horizon"/>; after the last one comes a pause, in which the agents learn.
/// </remarks>
/// <param name="horizon">Steps of a round.</param>
/// <param name="lastRound">Last round to be played, from 0.</param>
public sealed class Timeline(int horizon, int lastRound)
{
    private const double RoundSeconds = 5;                 // of a round at speed 1, as far as the next two allow
    private const double Slowest = 4, Fastest = 40;        // steps a second at speed 1
    private const double PauseSeconds = 0.8;               // between two rounds at speed 1
    private const double LongestFrame = 0.1;               // seconds, for which agents may run ahead
    private double _time;
    private double _pause;
    private double _frame; // seconds

    /// <summary>Factors of speed that can be chosen.</summary>
    public static IReadOnlyList<double> Speeds { get; } = [0.25, 0.5, 1, 2, 4, 8, 16];

    public int Horizon => horizon;

    /// <summary>Round that is shown, from 0.</summary>
    public int Round { get; private set; }

    /// <summary>Steps since the round began, from 0 to <see cref="Horizon"/>.</summary>
    public int Time => (int)_time;

    /// <summary>Last round to be played, from 0.</summary>
    public int LastRound { get; private set; } = lastRound;

    public bool IsPlaying { get; private set; }

    /// <summary>Whether the round is over and the next one has not been shown yet.</summary>
    public bool IsBetweenRounds { get; private set; }

    /// <summary>Whether the last round is over: only <see cref="Extend"/> gives more to show.</summary>
    public bool IsAtEnd => IsBetweenRounds && Round == LastRound;

    /// <summary>One of <see cref="Speeds"/>.</summary>
    public double Speed { get; private set; } = 1;

    /// <summary>Steps over all rounds, from 0.</summary>
    public long Position => ((long)Round * horizon) + Time;

    /// <summary>How many steps agents may have taken before the next frame is shown, over all rounds.</summary>
    /// <remarks>
    /// Just as many as the next frame can show if it takes as long as this one, so that a change of the task is seen at
    /// once.
    /// </remarks>
    public long AllowedSteps => IsBetweenRounds
        ? (long)(Round + 1) * horizon
        : ((long)Round * horizon)
            + (IsPlaying ? Math.Min(horizon, 1 + (long)(_time + (StepsPerSecond * _frame))) : Time);

    private double StepsPerSecond => Math.Clamp(horizon / RoundSeconds, Slowest, Fastest) * Speed;

    /// <summary>Advances by the time since the last frame.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="rounds">Rounds that have begun.</param>
    /// <param name="steps">Steps taken in the watched round, and whether nothing more happens in it.</param>
    public void Advance(double seconds, int rounds, (int Taken, bool IsOver) steps)
    {
        _frame = Math.Min(seconds, LongestFrame);
        if (IsPlaying && !IsBetweenRounds)
        {
            _time = Math.Max(_time, Math.Min(_time + (StepsPerSecond * seconds), steps.Taken)); // agents may be behind
        }

        if (!IsBetweenRounds && IsPlaying && steps.IsOver && Time >= steps.Taken)
        {
            (IsBetweenRounds, _pause) = (true, 0);
            IsPlaying = Round < LastRound;
        }

        if (IsBetweenRounds && IsPlaying)
        {
            _pause += seconds * Speed;
            if (_pause >= PauseSeconds && rounds > Round + 1)
            {
                GoTo(Round + 1, 0);
            }
        }
    }

    /// <summary>Plays on, or pauses; at the end, from the beginning.</summary>
    public void Toggle()
    {
        if (IsAtEnd)
        {
            GoTo(0, 0);
        }

        IsPlaying = !IsPlaying;
    }

    public void Play() => IsPlaying = true;

    public void Pause() => IsPlaying = false;

    /// <summary>Goes to a step of a round, at most of the last one.</summary>
    public void GoTo(int round, int time)
    {
        Round = Math.Clamp(round, 0, LastRound);
        _time = Math.Clamp(time, 0, horizon);
        IsBetweenRounds = false;
    }

    /// <summary>One step forwards or backwards, into the next or previous round where this one ends.</summary>
    /// <param name="steps">1 or −1.</param>
    /// <param name="length">Steps of the watched round, as far as they are known.</param>
    public void Step(int steps, int length)
    {
        IsPlaying = false;
        if (Time + steps > length && Round < LastRound)
        {
            GoTo(Round + 1, 0);
        }
        else if (Time + steps < 0 && Round > 0)
        {
            GoTo(Round - 1, horizon);
        }
        else
        {
            GoTo(Round, Math.Min(Time + steps, length));
        }
    }

    /// <summary>The next faster or slower speed.</summary>
    public void ChangeSpeed(int by) =>
        Speed = Speeds[Math.Clamp(Speeds.ToList().IndexOf(Speed) + by, 0, Speeds.Count - 1)];

    /// <summary>Adds one round.</summary>
    public void Extend() => LastRound++;

    /// <summary>Back to the first step, with a new last round.</summary>
    public void Reset(int lastRound)
    {
        LastRound = lastRound;
        GoTo(0, 0);
    }
}
