using System.Numerics;
using ImGuiNET;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>The pages below the sliders at the side of the window, one shown at a time.</summary>
internal sealed class SidePages(ViewSession session, RunRecord record)
{
    private const float Padding = 12;
    private readonly Dictionary<Page, Area> _places = [];

    internal enum Page
    {
        Panel,
        Curves,
        Run,
    }

    /// <summary>The page that is shown.</summary>
    public Page Shown { get; set; }

    public SelectedPanelPage Panel { get; } = new(session);

    public CurvesPage Curves { get; } = new(session, record);

    /// <summary>Where the button of each page is.</summary>
    public IReadOnlyDictionary<Page, Area> Places => _places;

    public void Draw(Painter painter, WindowLayout layout, Pointer pointer)
    {
        if (layout.Page is not { Width: > 0, Height: > 0 })
        {
            return;
        }

        painter.Rectangle(layout.Page, Theme.Panel, 8);
        var body = layout.Page.Inset(Padding);
        painter.Clip(layout.Page, () =>
        {
            if (Shown == Page.Panel)
            {
                Panel.Draw(painter, body, pointer);
            }
            else if (Shown == Page.Curves)
            {
                Curves.Draw(painter, body, pointer);
            }
        });
    }

    public void Build(WindowLayout layout)
    {
        PanelStyle.Window("pages", layout.Tabs, () =>
        {
            var pages = Enum.GetValues<Page>();
            var width = (ImGui.GetContentRegionAvail().X - (6 * (pages.Length - 1))) / pages.Length;
            foreach (var page in pages)
            {
                var color = page == Shown ? Theme.Border : Theme.Panel;
                ImGui.PushStyleColor(ImGuiCol.Button, new Vector4(color.R, color.G, color.B, 1));
                if (ImGui.Button($"{page}", new Vector2(width, 28)))
                {
                    Shown = page;
                }

                ImGui.PopStyleColor();
                var (from, to) = (ImGui.GetItemRectMin(), ImGui.GetItemRectMax());
                _places[page] = new Area(from.X, from.Y, to.X - from.X, to.Y - from.Y);
                ImGui.SameLine();
            }
        });
        if (Shown == Page.Run)
        {
            PanelStyle.Window("run", layout.Page.Inset(Padding), BuildRun);
        }
    }

    private void BuildRun()
    {
        Wrapped(session.Setup.Experiment.Path, isFaint: false);
        Wrapped(session.Setup.Family.Definition, isFaint: true);
        for (var column = 0; column < session.Columns; column++)
        {
            var agent = session.Setup.Agents[column];
            ImGui.Spacing();
            Wrapped($"{session.Setup.NameOf(column)}, iteration {agent.Iteration}", isFaint: false);
            Wrapped(record.Provenance[column], isFaint: true);
        }
    }

    // Dear ImGui reads its text as a format.
    private static void Wrapped(string text, bool isFaint)
    {
        var color = isFaint ? Theme.Faint : Theme.Ink;
        ImGui.PushStyleColor(ImGuiCol.Text, new Vector4(color.R, color.G, color.B, 1));
        ImGui.TextWrapped(text.Replace("%", "%%", StringComparison.Ordinal));
        ImGui.PopStyleColor();
    }
}
