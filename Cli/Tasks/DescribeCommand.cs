using System.CommandLine;
using System.Globalization;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;
using MetaRL.Environments.Tasks;

namespace MetaRL.Cli.Tasks;

/// <summary><c>describe</c>: dynamics, spaces, task parameters and splits of a family.</summary>
internal static class DescribeCommand
{
    private const int MostNumbers = 12; // of a default value that are shown

    public static Command Create(Terminal terminal)
    {
        var options = new FamilyOptions();
        var command = new Command("describe", "Describe a family: dynamics, spaces, task parameters, splits, oracles.");
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            Write(options.Load(parsed), terminal);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(TaskFamily family, Terminal terminal)
    {
        terminal.Out.WriteLine($"{family.Name}\n\n{family.Definition}\n");
        var facts = TextTable.Create(["What", "Value"]);
        facts.Add("Observation", $"{family.Observations}");
        facts.Add("Action", $"{family.Actions}");
        facts.Add("State", string.Join(", ", family.StateNames));
        facts.Add("Horizon", $"{family.Horizon} steps, then truncated");
        facts.Add(
            "Optimum of a known task",
            family.Oracle is not null ? "exact"
            : family.Engine is null ? "not known; specialists, trained on one task each, are a lower bound"
            : "not known; evaluation.specialist can train one policy on each task, a lower bound");
        facts.Add(
            "Reference agents",
            string.Join(
                ", ", family.ReferenceAgents.Select(agent => $"{agent.Name} ({agent.Source})").DefaultIfEmpty("–")));
        TextTable.Write(terminal.Console, facts);

        terminal.Out.WriteLine("\nTask parameters");
        var parameters = TextTable.Create(
            [
                "Parameter", "Also", "Unit", "Default", "Training tasks", "Training range", "Extrapolation range",
                "Must be",
            ]);
        var standard = family.Tasks.Standard(1);
        foreach (var parameter in family.Tasks.Parameters)
        {
            parameters.Add(
                parameter.Name + (parameter.Shape.Count > 0 ? $" [{string.Join(", ", parameter.Shape)}]" : ""),
                string.Join(", ", parameter.Aliases.DefaultIfEmpty("–")),
                parameter.Unit,
                Default(standard[parameter.Name].Numbers),
                parameter.Drawn is { } words && family.Tasks.Distributions[parameter.Name] is not FixedValue
                    ? words
                    : Text(family.Tasks.Distributions[parameter.Name]),
                $"{parameter.Train}",
                $"{parameter.Extrapolation}",
                $"{parameter.Rule}{(parameter.AtMost is { } high ? $", at most {high}" : "")}");
        }

        TextTable.Write(terminal.Console, parameters);
        terminal.Out.WriteLine("\nTasks");
        var splits = TextTable.Create(["Split", "Tasks", "What they are"]);
        foreach (var split in family.Tasks.Splits.Concat(family.Tasks.TaskSets.Select(name => new TaskSplit(name))))
        {
            splits.Add(
                split.Name, family.Tasks.Count(split)?.ToString(CultureInfo.InvariantCulture) ?? "any number",
                Text(family, split));
        }

        TextTable.Write(terminal.Console, splits);
    }

    private static string Default(double[] numbers) => numbers.Length <= MostNumbers
        ? string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))
        : $"{numbers.Length} numbers";

    private static string Text(ParameterDistribution distribution) => distribution switch
    {
        FixedValue one => FormattableString.Invariant($"fixed at {one.Value}"),
        UniformDistribution uniform => $"uniform on {uniform.Range}",
        LogUniformDistribution uniform => $"log-uniform on {uniform.Range}",
        NormalDistribution normal =>
            FormattableString.Invariant($"normal, mean {normal.Mean}, std {normal.Std}, cut off at 3 std"),
        WholeNormalDistribution normal => FormattableString.Invariant($"normal, mean {normal.Mean}, std {normal.Std}"),
        ChoiceDistribution choice =>
            $"one of {string.Join(", ", choice.Values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}",
        _ => $"{distribution}",
    };

    private static string Text(TaskFamily family, TaskSplit split) => split.Name switch
    {
        "train" => "for training",
        "test" =>
            family.Tasks.Count(split) is null
                ? "from the same distribution, by an independent random stream"
                : "all test tasks",
        "interpolation" => "spread evenly over the training ranges (Latin hypercube)",
        "extrapolation" => "every parameter outside its training range, if its extrapolation range is wider",
        _ =>
            "frozen, content hash"
                + $" {family.Tasks.ContentHash(family.Tasks.Sample(default, family.Tasks.Count(split)!.Value, split))}",
    };
}
