using System.Runtime.InteropServices;

namespace MetaRL.Cli.Exit;

/// <summary>
/// Turns the first signal that asks the process to end into a cancelled token; a second one ends it at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Signals =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _number;

    /// <param name="onFirst">Called at the first signal, on another thread.</param>
    /// <param name="onSecond">Called at the second signal, before the process ends.</param>
    public Interruption(Action onFirst, Action onSecond) =>
        _registrations =
        [
            .. Signals.Select(one =>
                PosixSignalRegistration.Create(one.Signal, context => Stop(context, one.Number, onFirst, onSecond))),
        ];

    public CancellationToken Token => _source.Token;

    /// <summary>128 + the number of the signal that came.</summary>
    public int ExitCode => 128 + _number;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context, int number, Action onFirst, Action onSecond)
    {
        if (Interlocked.CompareExchange(ref _number, number, 0) != 0)
        {
            onSecond();
            return;
        }

        context.Cancel = true;
        onFirst();
        _source.Cancel();
    }
}
