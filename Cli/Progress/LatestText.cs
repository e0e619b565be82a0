using Spectre.Console;
using Spectre.Console.Rendering;

namespace MetaRL.Cli.Progress;

/// <summary>A column that shows the latest text; written by the run, read by the thread that draws.</summary>
internal sealed class LatestText : ProgressColumn
{
    private volatile string _value = "";

    public string Value
    {
        get => _value;
        set => _value = value;
    }

    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(_value);
}
