using System.CommandLine;
using MetaRL.Agents.Adaptation;
using MetaRL.Baselines;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Reproduction;
using Spectre.Console;
using static TorchSharp.torch;

namespace MetaRL.Cli.Tasks;

/// <summary>
/// <c>oracle</c>: what random, optimal, Bayes-optimal and published reference agents earn in a family.
/// </summary>
internal static class OracleCommand
{
    private const int DefaultTasks = 100;
    private const int Envs = 20; // episodes of every agent in each task

    public static Command Create(Terminal terminal)
    {
        var options = new FamilyOptions();
        var choice = new TaskOptions(DefaultTasks);
        var episodes = new Option<int>("--episodes")
        {
            Description = "Consecutive episodes in one task",
            HelpName = "K",
            DefaultValueFactory = _ => 1,
        };
        episodes.RequireWhole(least: 1);
        var generations = new Option<int?>("--generations")
        {
            Description = "Length of the specialists' training, where there is no exact optimum; 0 for none;"
                + $" {new SpecialistSettings().Generations} by default, and 0 for bodies, where it takes hours",
            HelpName = "N",
        };
        generations.RequireWhole(least: 0);
        var published = new Option<bool>("--published")
        {
            Description = "Reproduce the published returns of the reference agents instead",
        };
        var command = new Command(
            "oracle", "Returns of random, optimal, Bayes-optimal and reference agents in a family.");
        options.AddTo(command);
        choice.AddTo(command);
        command.Add(episodes);
        command.Add(generations);
        command.Add(published);
        command.SetAction(parsed =>
        {
            var family = options.Load(parsed);
            if (parsed.GetValue(published))
            {
                foreach (var option in command.Options.Where(option =>
                    option.Name is "--set" or "--split" or "--episodes" or "--generations"))
                {
                    if (parsed.GetResult(option) is { Implicit: false })
                    {
                        throw new ConfigurationException(
                            $"{option.Name} has no meaning with --published, whose settings are the paper's; remove"
                                + " it.");
                    }
                }

                PublishedTable.Write(family, choice.Count(parsed) ?? PublishedReference.PublishedTasks, terminal);
                return ExitCode.Ok;
            }

            using var scope = NewDisposeScope();
            var key = new RngKey(0).For("oracle");
            var (tasks, split) = choice.Draw(parsed, family, key.For("tasks"));
            Write(
                family, family.Batch(tasks), split, key, parsed.GetValue(episodes),
                Specialist(family, parsed.GetValue(generations)), terminal);
            return ExitCode.Ok;
        });
        return command;
    }

    private static SpecialistSettings Specialist(TaskFamily family, int? generations) =>
        generations is { } asked ? new(asked) : SpecialistSettings.Of(family);

    private static void Write(
        TaskFamily family, TaskBatch tasks, TaskSplit split, RngKey key, int episodes, SpecialistSettings specialist,
        Terminal terminal)
    {
        terminal.Out.WriteLine(
            $"{family.Name}: {tasks.Count} tasks of the split '{split}', {Envs} environments each; mean undiscounted"
                + " return ± standard error over the tasks");
        var table = TextTable.Create(
            ["Agent", .. Enumerable.Range(1, episodes).Select(episode => $"Episode {episode}"), "All episodes"],
            numbers: true);
        AddRandom(table, family, tasks, key.For("random"), episodes);
        foreach (var agent in family.ReferenceAgents.Where(agent => agent.Name != "Random"))
        {
            Add(
                table, agent.Name,
                Rounds(new ReferenceAdaptation(agent, episodes - 1), key.For(agent.Name), family, tasks));
        }

        if (family.Oracle?.BayesOptimum(split, episodes) is { } bayes)
        {
            table.Add(
                [
                    bayes.IsExact ? "Bayes-optimal, exact" : "Bayes-optimal, at least",
                    .. bayes.Returns.Select(value => NumberText.Fixed(value, 3)),
                    NumberText.Fixed(bayes.Returns.Sum(), 3),
                ]);
            if (!bayes.IsExact)
            {
                table.Add(
                    ["Bayes-optimal, at most", .. bayes.Returns.Select(_ => ""), NumberText.Fixed(bayes.Most, 3)]);
            }
        }

        if (family.Oracle is { } oracle)
        {
            var optimal = Numbers(oracle.OptimalReturn(tasks));
            Add(table, "optimal, told the task", [.. Enumerable.Repeat(optimal, episodes)]);
        }
        else if (specialist.Generations > 0)
        {
            using var specialists = Train(specialist, family, tasks, key.For("specialists"), terminal);
            Add(table, "specialist, trained on the task", [.. Enumerable.Repeat(specialists.Returns, episodes)]);
        }

        TextTable.Write(terminal.Console, table);
    }

    private static Specialists Train(
        SpecialistSettings settings, TaskFamily family, TaskBatch tasks, RngKey key, Terminal terminal)
    {
        set_num_threads(1); // the chunks of tasks have threads of their own
        terminal.Error.WriteLine($"Training {tasks.Count} specialists, {settings.Generations} generations each ...");
        return new SpecialistTraining(
            family, settings, AutomaticChunks.Of((int)tasks.Count, Environment.ProcessorCount, onGpu: false))
            .Train(key, tasks.To(CPU, ScalarType.Float32));
    }

    private static void AddRandom(TextTable table, TaskFamily family, TaskBatch tasks, RngKey key, int episodes)
    {
        if (family.Actions is Box box && !(double.IsFinite(box.Low) && double.IsFinite(box.High)))
        {
            return;
        }

        Add(table, "random", Rounds(new RandomActions(episodes - 1), key, family, tasks));
    }

    // Mean return of each task, episode by episode
    private static List<double[]> Rounds(IAdaptiveAgent agent, RngKey key, TaskFamily family, TaskBatch tasks) =>
        [
            .. new Evaluator(family, tasks, Envs).Returns(key, agent)
                .Select(round => Array.ConvertAll(round, episodes => episodes.Average())),
        ];

    private static void Add(TextTable table, string name, List<double[]> rounds)
    {
        double[] total = [.. Enumerable.Range(0, rounds[0].Length).Select(task => rounds.Sum(round => round[task]))];
        table.Add([name, .. rounds.Append(total).Select(MeanAndError)]);
    }

    private static string MeanAndError(double[] values)
    {
        var mean = values.Average();
        var error = values.Length > 1
            ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length)
            : 0;
        return $"{NumberText.Fixed(mean, 3)} ± {NumberText.Fixed(error, 3)}";
    }

    private static double[] Numbers(Tensor values) =>
        values.to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
}
