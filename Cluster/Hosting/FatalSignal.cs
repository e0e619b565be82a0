namespace MetaRL.Cluster.Hosting;

/// <summary>
/// Hears that a silo cannot go on, such as one that was stopped for so long that the others count it as dead; Orleans
/// would end the process.
/// </summary>
internal sealed class FatalSignal : IFatalErrorHandler
{
    private readonly TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Happened => _happened.Task;

    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    public void OnFatalException(object? sender, string? context, Exception? exception) => _happened.TrySetResult();
}
