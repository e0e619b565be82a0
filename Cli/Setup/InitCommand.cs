using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Experiments;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Cli.Progress;
using MetaRL.Configuration;
using MetaRL.Configuration.Catalog;
using MetaRL.Configuration.Yaml;
using MetaRL.Files;

namespace MetaRL.Cli.Setup;

/// <summary><c>init</c>: writes an experiment file by four answers, for the time that there is.</summary>
internal sealed class InitCommand
{
    private const int EnoughIterations = 40; // before more episodes are worth more than more iterations

    private static readonly DraftSize[] Sizes = [new(4, 5), new(10, 10), new(20, 20)];

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "File to write; the experiment's name with .yaml by default", Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _family = Answer("--family", "The family, one of 'list families'", "name");

    private readonly Option<string?> _algorithms =
        Answer("--algorithms", "What is compared, such as maml,random; names of 'list algorithms'", "list");

    private readonly Option<string?> _time =
        Answer("--time", "How long all of it may take here, such as 90s, 10m or 1h", "time");

    private readonly Option<string?> _name = Answer("--name", "Name of the experiment, and seeds behind it", "name");

    private readonly Option<bool> _yes = new("--yes") { Description = "Ask nothing: defaults for what is not said" };

    private readonly Option<bool> _force = new("--force") { Description = "Overwrite the file if there is one" };

    public static Command Create(Terminal terminal)
    {
        var own = new InitCommand();
        var command = new Command("init", "Write an experiment file by four answers, for the time that there is.")
        {
            own._file, own._family, own._algorithms, own._time, own._name, own._yes, own._force,
        };
        command.SetAction(parsed => own.Run(parsed, terminal));
        return command;
    }

    private static Option<string?> Answer(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private int Run(ParseResult parsed, Terminal terminal)
    {
        RequireNew(parsed, parsed.GetValue(_file));
        var questions = new Questions(terminal, parsed.GetValue(_yes));
        var family = questions.Ask(
            "Which family of tasks (`metarl list families`)?", "point-navigation", parsed.GetValue(_family),
            name => Families.All.Find(name) is null ? Families.All.Missing(name) : null);
        var algorithms = questions.Ask(
            "What is compared (`metarl list algorithms`)?", string.Join(',', Algorithms.ByDefault),
            parsed.GetValue(_algorithms), names => Fault(family, names));
        var time = questions.Ask(
            "How long may it take: a minute, ten minutes, an hour?", "ten minutes", parsed.GetValue(_time),
            text => TimeBudget.Parse(text) is null
                ? $"A time is {TimeBudget.Rule}, but this is '{text}'."
                : null);
        var named = questions.Ask(
            "Its name, and seeds such as 1-3 behind it?", $"{family} 1", parsed.GetValue(_name), FaultOfName);
        var (name, seeds) = Parts(named);
        var path = parsed.GetValue(_file) ?? $"{name}.yaml";
        RequireNew(parsed, path);

        var budget = TimeBudget.Parse(time)!.Value;
        terminal.WriteStatus("Timing meta-iterations and an evaluation ...");
        var draft = Fitted(
            new ExperimentDraft(family, Names(algorithms)) { Name = name, Seeds = SeedList.ToYaml(seeds) },
            budget.TotalSeconds, SeedList.Parse(seeds)!.Count, out var seconds);
        draft = draft with
        {
            Schema = SchemaOf(path, terminal),
            Summary = $"{family}: {string.Join(", ", draft.Algorithms)}, in about"
                + $" {ProgressText.Duration(TimeSpan.FromSeconds(seconds))}",
        };
        AtomicFile.Write(path, draft.ToYaml());
        terminal.Out.WriteLine(
            $"{path} written: {draft.Iterations} meta-iterations of {draft.Size.Tasks} tasks with"
            + $" {draft.Size.EnvsPerTask} environments each take about"
            + $" {ProgressText.Duration(TimeSpan.FromSeconds(seconds))} with their evaluation.");
        if (seconds > 1.5 * budget.TotalSeconds)
        {
            terminal.Out.WriteLine(
                "That is more than was asked for: the evaluation and one meta-iteration take no less. Fewer seeds,"
                + " algorithms or evaluation.tasks do.");
        }

        terminal.Out.WriteLine("Type next:");
        terminal.Out.WriteLine($"  {ShellWords.Join(["check", path])}");
        terminal.Out.WriteLine($"  {ShellWords.Join(["run", path])}");
        return ExitCode.Ok;
    }

    // The largest sizes that leave enough meta-iterations, and as many of these as the time suffices for.
    private static ExperimentDraft Fitted(ExperimentDraft draft, double budget, int seeds, out double seconds)
    {
        var timing = RunTiming.Of(draft with { Size = Sizes[0] });
        var chosen = Sizes.LastOrDefault(
            size => timing.Times(
                (double)size.Episodes / Sizes[0].Episodes, (double)size.EnvsPerTask / Sizes[0].EnvsPerTask)
                .Iterations(budget, seeds) >= EnoughIterations, Sizes[0]);
        if (chosen != Sizes[0])
        {
            timing = RunTiming.Of(draft with { Size = chosen });
        }

        var iterations = Math.Max(1, timing.Iterations(budget, seeds));
        seconds = Math.Round(seeds * ((iterations * timing.Iteration) + timing.Evaluation));
        return draft with { Size = chosen, Iterations = iterations };
    }

    private void RequireNew(ParseResult parsed, string? path)
    {
        if (path is null)
        {
            return;
        }

        if (OutputPath.FaultOfFile("FILE", path) is { } fault)
        {
            throw new ConfigurationException(fault);
        }

        if (File.Exists(path) && !parsed.GetValue(_force))
        {
            throw new ConfigurationException(
                $"{path}: There is such a file already; name another, or overwrite it with --force.");
        }
    }

    private static string? Fault(string family, string names)
    {
        if (Names(names).FirstOrDefault(name => Algorithms.All.Find(name) is null) is { } unknown)
        {
            return Algorithms.All.Missing(unknown);
        }

        try
        {
            _ = new ExperimentDraft(family, Names(names)).Experiment;
            return null;
        }
        catch (ConfigurationException wrong)
        {
            return wrong.Message[(wrong.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        }
    }

    private static string? FaultOfName(string text)
    {
        var (name, seeds) = Parts(text);
        return !ExperimentFile.IsName(name)
            ? $"A name is letters, digits, '-' and '_', with a letter or digit first, but this is '{name}'."
            : SeedList.Parse(seeds) is null ? $"Seeds must be {SeedList.Rule}, but are '{seeds}'."
            : null;
    }

    private static (string Name, string Seeds) Parts(string text) =>
        text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) switch
        {
            [var name, var seeds] => (name, seeds),
            [var name] => (name, "1"),
            _ => ("", "1"),
        };

    private static string[] Names(string text) =>
        text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // The project's, or one that is written beside the file.
    private static string SchemaOf(string path, Terminal terminal)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var beside = Path.Combine(folder, ExperimentSchema.FileName);
        var project = Environment.GetEnvironmentVariable("METARL_HOME") ?? "";
        string[] known =
        [
            beside, Path.Combine("configs", ExperimentSchema.FileName),
            Path.Combine(project, "configs", ExperimentSchema.FileName),
        ];
        var schema = Array.Find(known, File.Exists);
        if (schema is null)
        {
            AtomicFile.Write(beside, ExperimentSchema.Json());
            terminal.WriteStatus($"{beside} written, by which editors complete and check experiment files.");
        }

        return Path.GetRelativePath(folder, Path.GetFullPath(schema ?? beside)).Replace('\\', '/');
    }
}
