using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;
using MetaRL.Evaluation.Reports;
using MetaRL.Tracking;

namespace MetaRL.Cli.Tracking;

/// <summary><c>diff</c>: in what two runs differ, and what that made of their returns.</summary>
internal static class DiffCommand
{
    public static Command Create(Terminal terminal)
    {
        var first = new Argument<string>("A") { Description = "The directory of a run" };
        var second = new Argument<string>("B") { Description = "That of another" };
        var command = new Command(
            "diff", "Compare two runs: settings and versions that differ, learning curves, returns on test tasks.")
        {
            first, second,
        };
        command.SetAction(parsed =>
        {
            var (a, b) = (
                RunRecord.Read(parsed.GetRequiredValue(first)), RunRecord.Read(parsed.GetRequiredValue(second)));
            terminal.Out.WriteLine(Terminal.Printable($"A: {a.Location}"));
            terminal.Out.WriteLine(Terminal.Printable($"B: {b.Location}"));
            Write(RunDifference.Of(a, b), terminal);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(RunDifference difference, Terminal terminal)
    {
        terminal.Out.WriteLine();
        if (difference.Settings.Count == 0)
        {
            terminal.Out.WriteLine("No setting differs.");
        }
        else
        {
            var settings = TextTable.Create(["Differs", "A", "B"]);
            foreach (var one in difference.Settings)
            {
                settings.Add(one.Key, Shown(one.A), Shown(one.B));
            }

            TextTable.Write(terminal.Console, settings);
        }

        if (difference.Curve.Count > 0)
        {
            var curve = TextTable.Create(["Training return after", "A", "B", "B − A"], numbers: true);
            foreach (var point in difference.Curve)
            {
                curve.Add([$"{NumberText.Count(point.EnvSteps)} environment steps", .. Returns(point.A, point.B)]);
            }

            terminal.Out.WriteLine();
            TextTable.Write(terminal.Console, curve);
        }

        terminal.Out.WriteLine();
        if (difference.Evaluations.Count == 0)
        {
            terminal.Out.WriteLine("They are not evaluated on the same tasks.");
            return;
        }

        var returns = TextTable.Create(["Test return", "A", "B", "B − A", "B is higher on"], numbers: true);
        foreach (var one in difference.Evaluations)
        {
            var lane = one.SingleLane ? ", each environment alone" : "";
            var updates = one.Round == 1 ? "1 update" : $"{one.Round} updates";
            returns.Add([
                $"{one.Split}{lane}, after {updates}", .. Returns(one.A, one.B),
                $"{one.Tasks.Higher} of {one.Tasks.All} tasks"
                    + (one.Tasks.Equal > 0 ? $", equal on {one.Tasks.Equal}" : ""),
            ]);
        }

        TextTable.Write(terminal.Console, returns);
    }

    private static IEnumerable<string> Returns(double a, double b)
    {
        var decimals = NumberText.Decimals(new[] { a, b }.Where(double.IsFinite));
        string Number(double value) => double.IsFinite(value) ? NumberText.Fixed(value, decimals) : "–";
        return [Number(a), Number(b), double.IsFinite(b - a) ? NumberText.WithSign(b - a, decimals) : "–"];
    }

    private static string Shown(string value) => value.Length == 0 ? "–" : Terminal.Printable(value);
}
