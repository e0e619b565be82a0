using MetaRL.Cli.Output;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Reports;
using MetaRL.Reproduction;

namespace MetaRL.Cli.Tasks;

/// <summary>Published returns of reference agents beside those of the same agents here.</summary>
internal static class PublishedTable
{
    private const int Close = 3; // standard errors of the difference

    /// <summary>Plays every published setting of a family and writes each line as soon as it is computed.</summary>
    public static void Write(TaskFamily family, int tasks, Terminal terminal)
    {
        if (tasks < 2)
        {
            throw new ConfigurationException(
                "--tasks must be at least 2 with --published: a standard error needs as many.");
        }

        var key = new RngKey(0).For("published");
        var rows = family.Name switch
        {
            "bandit" => PublishedReference.ReproduceBandits(key, tasks),
            "tabular-mdp" => PublishedReference.ReproduceTabularMdps(key, tasks),
            _ => throw new ConfigurationException(
                $"--published: No returns of reference agents are published for '{family.Name}'; there are some for"
                    + " bandit and tabular-mdp."),
        };
        terminal.Out.WriteLine(
            $"{family.Name}: total reward, ours ± standard error over {tasks} tasks, published over"
                + $" {PublishedReference.PublishedTasks} (Duan et al. 2016, RL²)\n");
        terminal.Out.WriteLine("| Setting | Agent | Ours | Published | Difference | |");
        terminal.Out.WriteLine("| :--- | :--- | ---: | ---: | ---: | :--- |");
        foreach (var row in rows)
        {
            var (published, difference) = (row.Published, row.Mean - row.Published.Total);
            var word = row.Deviation <= Close ? "agrees" : $"{NumberText.Fixed(row.Deviation, 1)} standard errors off";
            terminal.Out.WriteLine(
                $"| {published.Setting} | {published.Agent} | {NumberText.Fixed(row.Mean, 2)} ±"
                + $" {NumberText.Fixed(row.StandardError, 2)}"
                + $" | {NumberText.Fixed(published.Total, 1)} | {NumberText.WithSign(difference, 2)} | {word} |");
        }
    }
}
