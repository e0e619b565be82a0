using System.CommandLine;
using System.Globalization;
using MetaRL.Cli.Options;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Workers;
using MetaRL.Configuration;
using MetaRL.Learners;

namespace MetaRL.Cli.Workers;

/// <summary>The options of a worker that adds tasks of its own, and how it hides them.</summary>
internal sealed class ContributionOptions
{
    private const double UsualDelta = 1e-5;

    private readonly Option<string?> _tasks = new("--tasks")
    {
        Description = "With --contribute-only: the tasks, as `metarl freeze` writes them; they stay on this machine",
        HelpName = "file",
    };

    private readonly Option<bool> _only = new("--contribute-only")
    {
        Description = "Do nothing for others but add sums over the tasks of --tasks to their meta-iterations",
    };

    private readonly Option<double?> _clip = Positive(
        "--clip", "C", "Norm that the gradient of each contributed task is clipped to; needs --noise");

    private readonly Option<double?> _noise = Positive(
        "--noise", "sigma", "Deviation of the noise on contributed sums, in units of --clip");

    private readonly Option<double?> _delta = Positive(
        "--delta", "delta", "delta of the differential privacy that --noise gives; 0.00001 by default");

    private readonly Option<double?> _epsilon = Positive(
        "--epsilon", "epsilon", "Tell no more once this epsilon is spent; no bound by default");

    public void AddTo(Command command)
    {
        command.Add(_tasks);
        command.Add(_only);
        command.Add(_clip);
        command.Add(_noise);
        command.Add(_delta);
        command.Add(_epsilon);
    }

    /// <summary>What a worker contributes; null where it works for others.</summary>
    /// <exception cref="ClusterException">The options do not go together, one line with the cure.</exception>
    /// <exception cref="Configuration.Yaml.ConfigurationException">The file is no task set.</exception>
    public ContributionSettings? Of(ParseResult parsed)
    {
        var (file, only) = (parsed.GetValue(_tasks), parsed.GetValue(_only));
        var (clip, noise) = (parsed.GetValue(_clip), parsed.GetValue(_noise));
        var (delta, epsilon) = (parsed.GetValue(_delta), parsed.GetValue(_epsilon));
        var fault =
            only && file is null ? "--contribute-only needs tasks to contribute; name their file with --tasks."
            : !only && file is not null ? "--tasks are for --contribute-only; add it, or leave --tasks out."
            : !only && (clip ?? noise ?? delta ?? epsilon) is not null
                ? "--clip, --noise, --delta and --epsilon are for --contribute-only; add it with --tasks, or leave them"
                    + " out."
            : clip is null != noise is null ? "--clip and --noise hide single tasks together; name both or neither."
            : noise is null && (delta ?? epsilon) is not null
                ? "--delta and --epsilon say what --noise gives; name it with --clip, or leave them out."
            : delta >= 1 ? "--delta must be below 1."
            : null;
        return fault is not null ? throw new ClusterException(fault) { IsUsage = true }
            : file is null ? null
            : new ContributionSettings(
                Path.GetFullPath(file), TaskSetFile.CountIn(file),
                noise is null
                    ? null
                    : new PrivacySettings(clip!.Value, new PrivacyAccount(noise.Value, delta ?? UsualDelta)),
                epsilon);
    }

    private static Option<double?> Positive(string name, string value, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = value };
        option.Require(
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) && number > 0,
            "a number above 0");
        return option;
    }
}
