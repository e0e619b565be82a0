using MetaRL.Environments.Tasks;
using MetaRL.Reporting;
using MetaRL.Runs;
using MetaRL.Scheduling;
using MetaRL.Tracking;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Recordings;
using static TorchSharp.torch;

namespace MetaRL.Cli.Reporting;

/// <summary>Puts together <c>report.html</c> of a comparison: what lies in its folder, and agents at work.</summary>
/// <param name="media">What of the agents is drawn.</param>
internal sealed class ExperimentReport(Media media)
{
    private const int MostAgents = 3; // that are drawn, the first of the experiment
    private const int Tasks = 2; // that each is drawn in
    private const int FramesPerSecond = 20;
    private static readonly (int Width, int Height) Frame = (960, 540);

    // By their names, without endings; each in the order of the page
    private static readonly (string Name, string Caption)[] Figures =
    [
        ("adaptation", "Return after each update."),
        ("tasks", "Return on every task after the last update."),
        ("before-after", "Every task before and after adapting."),
        ("profile", "Performance profile: share of the (seed, task) above a score."),
        ("regret", "Regret in each round."),
        ("task-map", "Adapted return over the parameters of the tasks."),
        ("learning", "Return on training tasks by environment steps."),
        ("learning-time", "Return on training tasks by wall-clock time."),
    ];

    /// <summary>Writes the page.</summary>
    /// <returns>Where it is.</returns>
    public string Write(ComparedRuns compared)
    {
        var notes = compared.Notes.ToList();
        var agents = new List<ReportMedia>();
        if (media != Media.None && compared.Runs[0].Experiment.Point is null == compared.Ranking is null)
        {
            agents.AddRange(Agents(compared, notes));
        }

        ReportPage.Write(compared.Folder, new ReportContent(
            compared.Path, compared.Comparisons,
            [.. compared.Runs.Select(run => RunRecord.Read(run.Directory))], Configurations(compared))
        {
            Figures = [.. Figures.Select(figure => Figure(compared.Folder, figure)).OfType<ReportMedia>()],
            Agents = agents,
            Ranking = compared.Ranking,
            Notes = notes,
        });
        return Path.Combine(compared.Folder, ReportPage.FileName);
    }

    private static ReportMedia? Figure(string folder, (string Name, string Caption) figure) =>
        ReportMedia.Of(figure.Caption, Path.Combine(folder, "plots", $"{figure.Name}.svg"));

    // One for all, or that of each algorithm where they are at values of their own.
    private static KeyValuePair<string, string>[] Configurations(ComparedRuns compared) =>
    [
        .. compared.Runs.DistinctBy(run => run.Experiment.Path)
            .Select(run => KeyValuePair.Create(run.Experiment.Path, run.Experiment.ResolvedYaml)),
    ];

    private List<ReportMedia> Agents(ComparedRuns compared, List<string> notes)
    {
        var drawn = new List<ReportMedia>();
        try
        {
            TrainingRun[] first = [.. compared.Runs.DistinctBy(run => run.Algorithm.Name).Take(MostAgents)];
            foreach (var run in first)
            {
                drawn.Add(Storyboard(run));
            }

            if (media == Media.Films)
            {
                drawn.Add(Film(first[0]));
            }
        }
        catch (Exception missing) when (missing is NoGraphicsException or RenderingException or DllNotFoundException)
        {
            notes.Add($"Agents at work are not shown: {missing.Message}");
        }

        return drawn;
    }

    private static ReportMedia Storyboard(TrainingRun run)
    {
        using var scope = NewDisposeScope();
        using var setup = Load(run);
        var storyboard = new Storyboard(Recorded(setup));
        var (width, height) = ((int)MathF.Ceiling(storyboard.Size.Width), (int)MathF.Ceiling(storyboard.Size.Height));
        using var canvas = OffscreenCanvas.Create(width, height, 1);
        canvas.Draw(storyboard.Draw);
        return new ReportMedia(
            $"{run.Algorithm.Name} seed {run.Seed} in two test tasks, round by round.", "image/png",
            Saved(".png", canvas.SavePng));
    }

    private static ReportMedia Film(TrainingRun run)
    {
        using var scope = NewDisposeScope();
        using var setup = Load(run);
        var film = new Film(Recorded(setup), Frame.Width, Frame.Height, FramesPerSecond, speed: 1);
        using var canvas = OffscreenCanvas.Create(Frame.Width, Frame.Height, 1);
        return new ReportMedia(
            $"{run.Algorithm.Name} seed {run.Seed} adapting, as a film.", "video/mp4",
            Saved(".mp4", path =>
            {
                using var video = new VideoFile(path, Frame.Width, Frame.Height, FramesPerSecond);
                for (var frame = 0; frame < film.Frames; frame++)
                {
                    var shown = frame;
                    canvas.Draw(painter => film.Draw(painter, shown));
                    video.Add(canvas.Read());
                }

                video.Complete();
            }));
    }

    private static AgentsInTasks Load(TrainingRun run) =>
        AgentsInTasks.Load(new ViewRequest([run.Directory]) { Tasks = Tasks });

    private static Recording Recorded(AgentsInTasks setup) =>
        Recording.Of(setup, TaskSplit.Test, overlay: null, default);

    private static byte[] Saved(string ending, Action<string> save)
    {
        var folder = Directory.CreateTempSubdirectory("metarl-report-").FullName;
        try
        {
            var path = Path.Combine(folder, "drawn" + ending);
            save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
