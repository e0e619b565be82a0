using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MetaRL.Cli.Progress;

/// <summary>
/// A column that shows the latest text of each bar; written by the runs, read by the thread that draws.
/// </summary>
internal sealed class LatestText : ProgressColumn
{
    private readonly ConcurrentDictionary<int, string> _texts = [];

    protected override bool NoWrap => true;

    public void Set(ProgressTask bar, string text) => _texts[bar.Id] = text;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(_texts.GetValueOrDefault(task.Id, ""));
}
