namespace TorchSharp;

/// <summary>
/// Disposes of the tensors made while it is the innermost scope of its thread, except those moved or detached from it.
/// It holds them by strong references: a scope around a long loop keeps all of the loop's tensors alive.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager? manager;
    private torch.Tensor?[] tensors = [];
    private int count;

    internal DisposeScope(DisposeScopeManager manager)
    {
        this.manager = manager;
        OuterScope = manager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    public int DisposablesCount
    {
        get
        {
            ObjectDisposedException.ThrowIf(manager is null, this);
            return count;
        }
    }

    public bool Contains(IDisposable disposable) =>
        disposable is torch.Tensor { OwningDisposeScope: { } scope } && scope == this;

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        MoveToOuter([disposable]);
        return disposable;
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        MoveToOther(scope, [disposable]);
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        ObjectDisposedException.ThrowIf(manager is null, this);
        if (scope is null)
        {
            Detach(disposables);
            return;
        }

        foreach (IDisposable disposable in disposables)
        {
            if (!Contains(disposable)) continue;
            var tensor = (torch.Tensor)disposable;
            Remove(tensor);
            scope.Add(tensor);
        }
    }

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Detach([disposable]);
        return disposable;
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        ObjectDisposedException.ThrowIf(manager is null, this);
        foreach (IDisposable disposable in disposables)
        {
            if (!Contains(disposable)) continue;
            Remove((torch.Tensor)disposable);
            manager.StatisticsInstance.DetachedFromScopeCount++;
        }
    }

    public void Attach(IDisposable disposable) => Attach([disposable]);

    public void Attach(params IDisposable[] disposables) => _ = Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        ObjectDisposedException.ThrowIf(manager is null, this);
        var attached = new List<IDisposable>();
        foreach (IDisposable disposable in disposables)
        {
            if (disposable is not torch.Tensor tensor)
            {
                throw new InvalidOperationException("A DisposeScope can only manage tensors.");
            }

            attached.Add(tensor);
            if (tensor.OwningDisposeScope == this) continue;
            tensor.OwningDisposeScope?.Remove(tensor);
            Add(tensor);
            manager.StatisticsInstance.AttachedToScopeCount++;
        }

        return attached;
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        ObjectDisposedException.ThrowIf(manager is null, this);
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        torch.Tensor?[] old = tensors;
        int oldCount = count;
        tensors = [];
        count = 0;
        for (int i = 0; i < oldCount; i++)
        {
            torch.Tensor tensor = old[i]!;
            if (keep.Count > 0 && keep.Contains(tensor))
            {
                Add(tensor);
            }
            else
            {
                // Already taken from the list; still counted as disposed of in a scope.
                tensor.IndexInScope = -1;
                tensor.Dispose();
            }
        }
    }

    public void Dispose()
    {
        if (manager is null) return;
        DisposeEverything();
        manager.RemoveDisposeScope(this);
        manager = null;
    }

    internal void Add(torch.Tensor tensor)
    {
        if (count == tensors.Length) Array.Resize(ref tensors, Math.Max(16, 2 * count));
        tensors[count] = tensor;
        tensor.IndexInScope = count++;
        tensor.OwningDisposeScope = this;
    }

    /// <summary>Takes a tensor of this scope out of it; the last one fills the gap.</summary>
    internal void Remove(torch.Tensor tensor)
    {
        int index = tensor.IndexInScope;
        tensor.OwningDisposeScope = null;
        tensor.IndexInScope = -1;
        if (index < 0) return;
        torch.Tensor last = tensors[--count]!;
        tensors[count] = null;
        if (index == count) return;
        tensors[index] = last;
        last.IndexInScope = index;
    }
}
