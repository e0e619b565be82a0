using System.CommandLine;
using System.Globalization;
using MetaRL.Agents.InnerLoops;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Experiments;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Measurement;
using MetaRL.Runs;
using static TorchSharp.torch;

namespace MetaRL.Cli.Measurement;

/// <summary>
/// <c>gradients</c>: compares the meta-gradient of an experiment with finite differences and with that of the other
/// order, and measures its variance over task batches.
/// </summary>
internal static class GradientsCommand
{
    private const int FewestBatches = 2;

    public static Command Create(Terminal terminal)
    {
        var options = new ExperimentOptions();
        var algorithm = new Option<string?>("--algorithm")
        {
            Description = "An algorithm of the file; by default the first that differentiates through its adaptation",
            HelpName = "name",
        };
        var batches = new Option<int>("--batches")
        {
            Description = "Batches of tasks to take mean and variance over",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
        };
        batches.RequireWhole(FewestBatches);
        var command = new Command(
            "gradients",
            "Check and measure the meta-gradient of an experiment at its initial weights, in 64-bit floats.");
        options.AddTo(command);
        command.Add(algorithm);
        command.Add(batches);
        command.SetAction(parsed =>
        {
            foreach (var experiment in options.Load(parsed))
            {
                Write(experiment, parsed.GetValue(algorithm), parsed.GetValue(batches), terminal);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(Experiment experiment, string? name, int batches, Terminal terminal)
    {
        var device = ComputeDevice.Resolve(experiment.Compute.Device);
        set_num_threads(1); // chunks of tasks have threads of their own
        var (algorithm, order, problem) = Chosen(experiment, name, device);
        terminal.WriteStatus($"Measuring {experiment.Path}: {algorithm} ...");
        var key = new RngKey((ulong)experiment.Seeds[0]);
        var report = MetaGradientReport.Of(key, problem, order, batches);
        var table = TextTable.Create(
            [
                $"{experiment.Path}: {algorithm}, {report.Weights} weights, {batches} batches of"
                + $" {problem.Budget.Tasks} tasks",
                "Value",
            ],
            numbers: true);
        table.Add(
            $"{Checked(order)}: relative error against differences along {MetaGradientReport.Directions} directions",
            report.DifferenceError.ToString("0.0e0", CultureInfo.InvariantCulture));
        table.Add("Cosine between first and second order", Text(report.Cosine));
        table.Add("Norm of first over that of second order", Text(report.NormRatio));
        table.Add("Variance over batches, in squares of the mean: first order", Text(report.VarianceOfFirst));
        table.Add("Variance over batches, in squares of the mean: second order", Text(report.VarianceOfSecond));
        TextTable.Write(terminal.Console, table);
    }

    private static (string Name, GradientOrder Order, MetaProblem Problem) Chosen(
        Experiment experiment, string? name, Device device)
    {
        string[] names = [.. experiment.Algorithms.Select(one => one.Name)];
        if (name is not null && !names.Contains(name))
        {
            throw new ConfigurationException(
                $"{experiment.Path} has no algorithm '{name}'{NearestName.Cure(name, names)}");
        }

        foreach (var one in experiment.Algorithms.Where(one => name is null || one.Name == name))
        {
            if (one.Learner.Adapting(Algorithm.Problem(experiment, device), experiment.Policy) is { } problem)
            {
                return (one.Name, one.Learner.MetaOrder, problem);
            }
        }

        throw new ConfigurationException(name is null
            ? $"{experiment.Path} has no algorithm that differentiates through its adaptation; add one, such as 'maml'."
            : $"'{name}' of {experiment.Path} does not differentiate through its adaptation; name another algorithm,"
                + " such as maml.");
    }

    private static string Checked(GradientOrder order) =>
        order == GradientOrder.First ? "First order, inner gradients held fixed" : "Second order";

    private static string Text(Spread spread) => $"{Text(spread.Mean)} ± {Text(spread.Deviation)}";

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
