using System.Globalization;
using TorchSharp.Native;

namespace TorchSharp;

/// <summary>The stack of dispose scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? threadSingleton;

    private readonly LiveTensors live = new();

    /// <summary>The thread has ended.</summary>
    ~DisposeScopeManager() => live.End();

    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal static DisposeScopeManager ThreadSingleton => threadSingleton ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal TensorOwner.Pool Owners { get; } = new();

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this);

    internal void Register(torch.Tensor tensor)
    {
        live.Made();
        if (CurrentDisposeScope is { } scope)
        {
            scope.Add(tensor);
            StatisticsInstance.CreatedInScopeCount++;
        }
        else
        {
            StatisticsInstance.CreatedOutsideScopeCount++;
        }
    }

    internal void Disposing(torch.Tensor tensor)
    {
        live.Gone();
        if (tensor.OwningDisposeScope is { } scope)
        {
            scope.Remove(tensor);
            StatisticsInstance.DisposedInScopeCount++;
        }
        else
        {
            StatisticsInstance.DisposedOutsideScopeCount++;
        }
    }

    /// <summary>On the finalizer's thread: a tensor went that nobody disposed of.</summary>
    internal void CountFinalized()
    {
        live.Gone();
        StatisticsInstance.DisposedOutsideScopeCount++;
    }

    /// <summary>Takes a scope out of the stack, wherever in it the scope is.</summary>
    internal void RemoveDisposeScope(DisposeScope removed)
    {
        if (CurrentDisposeScope == removed)
        {
            CurrentDisposeScope = removed.OuterScope;
            return;
        }

        for (DisposeScope? scope = CurrentDisposeScope; scope is not null; scope = scope.OuterScope)
        {
            if (scope.OuterScope != removed) continue;
            scope.OuterScope = removed.OuterScope;
            return;
        }
    }
}

/// <summary>Counts of the tensors that one thread has made, disposed of and moved between scopes.</summary>
public class ThreadDisposeScopeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }

    public long DisposedOutsideScopeCount { get; internal set; }

    public long CreatedInScopeCount { get; internal set; }

    public long DisposedInScopeCount { get; internal set; }

    public long AttachedToScopeCount { get; internal set; }

    public long DetachedFromScopeCount { get; internal set; }

    public long ThreadTotalLiveCount =>
        CreatedInScopeCount - DisposedInScopeCount + CreatedOutsideScopeCount - DisposedOutsideScopeCount;

    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    public override string ToString() => string.Join("; ", Counts().Select(
        count => string.Create(CultureInfo.InvariantCulture, $"{count.Name}: {count.Value}")));

    private (string Name, long Value)[] Counts() => [
        (nameof(ThreadTotalLiveCount), ThreadTotalLiveCount),
        (nameof(CreatedOutsideScopeCount), CreatedOutsideScopeCount),
        (nameof(DisposedOutsideScopeCount), DisposedOutsideScopeCount),
        (nameof(CreatedInScopeCount), CreatedInScopeCount),
        (nameof(DisposedInScopeCount), DisposedInScopeCount),
        (nameof(AttachedToScopeCount), AttachedToScopeCount),
        (nameof(DetachedFromScopeCount), DetachedFromScopeCount),
    ];
}
