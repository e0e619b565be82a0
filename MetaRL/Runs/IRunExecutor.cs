namespace MetaRL.Runs;

/// <summary>Trains and evaluates runs, here or elsewhere, with the same bytes; used by several threads.</summary>
public interface IRunExecutor
{
    /// <summary>Runs that it can do at a time now; null where that is for whoever uses it to say.</summary>
    int? AtOnce { get; }

    /// <summary>Told how many trainings are to come before the first one begins.</summary>
    void Plan(int trainings)
    {
    }

    /// <summary>Trains one run to its end, or to an iteration before it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stop">Asks to end after the meta-iteration that is under way.</param>
    /// <param name="until">Where to pause, with a checkpoint to go on from; null for the end.</param>
    /// <returns>False where <paramref name="stop"/> ended it; a checkpoint to go on from is then written.</returns>
    bool Train(TrainingRun run, CancellationToken stop, int? until = null);

    /// <summary>Puts one trained agent into the evaluation tasks and writes all returns.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stop">Asks not to begin.</param>
    /// <returns>False where <paramref name="stop"/> came before it.</returns>
    /// <exception cref="RunDirectoryException">It is not trained, or not to its end.</exception>
    bool Evaluate(TrainingRun run, CancellationToken stop);
}
