using System.Collections.Concurrent;
using MetaRL.Cluster.Messages;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Cluster.Workers;

/// <summary>
/// A range of tasks of one meta-iteration on a thread of its own, with its rollouts and graphs, until it is disposed.
/// </summary>
internal sealed class RangeThread : IDisposable
{
    private readonly BlockingCollection<(RangeQuestion Question, TaskCompletionSource<RangeShare> Answer)> _questions =
        [];

    /// <param name="gather">Gathers the range's data, when the first question comes.</param>
    public RangeThread(Func<TorchSharp.DisposeScope, ITaskRange> gather) =>
        new Thread(() => Work(gather)) { Name = "range", IsBackground = true }.Start();

    public Task<RangeShare> Ask(RangeQuestion question)
    {
        var answer = new TaskCompletionSource<RangeShare>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions.Add((question, answer));
        return answer.Task;
    }

    /// <summary>Ends after the questions that were asked.</summary>
    public void Dispose() => _questions.CompleteAdding();

    private void Work(Func<TorchSharp.DisposeScope, ITaskRange> gather)
    {
        _ = get_num_threads(); // until libtorch is asked for it, a new thread computes with all processors
        using var scope = NewDisposeScope();
        ITaskRange? range = null;
        foreach (var (question, answer) in _questions.GetConsumingEnumerable())
        {
            try
            {
                range ??= gather(scope);
                answer.SetResult(RangeShare.Of(range.Answer(question)));
            }
            catch (Exception failure) // of this thread, for whoever waits
            {
                answer.SetException(failure);
            }
        }
    }
}
