using System.Globalization;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>How the numbers were made and what they mean, for readers who see nothing else.</summary>
public static class ProtocolText
{
    /// <summary>What holds for every task set.</summary>
    public static string General(EvaluationProtocol protocol)
    {
        var settings = protocol.Settings;
        var interval = NumberText.Percent(settings.Confidence);
        var replicates = settings.Replicates.ToString("N0", CultureInfo.InvariantCulture);
        var worst = NumberText.Percent(settings.WorstShare);
        var best = Best(protocol.References.Optimum);
        var barely = NumberText.Percent(AdaptationSummary.BarelyClosed);
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            Every algorithm and seed is evaluated on the same tasks. *After k updates* is the undiscounted return of an
            episode, averaged over a task's environments, once the agent has adapted k times to that task; to one that
            remembers an update is an episode of its environment. *Before* is the agent as training left it. Numbers are
            interquartile means over (seed, task): the mean of the middle half. In brackets are {interval}
            percentile-bootstrap intervals from {replicates} resamples of the tasks
            (bootstrap seed {settings.BootstrapSeed}): they cover which tasks were drawn, not which seed was trained.
            Differences are taken task by task and then averaged in the same way, so they need not equal the difference
            of two columns. Their intervals are not corrected for the number of comparisons; *p*, of a signed-rank test
            over the tasks, is corrected by Holm's method. Verdicts on whether an agent adapts are each of that agent
            alone, and not corrected.
            *Adapts* is barely when less than {barely} of the way from the unadapted return to the optimum is gained.
            *Share of gap*: 0 % is uniformly random actions, 100 % {best}, after the last update.
            *Worst {worst}*: mean of the worst {worst} of the returns after the last update. *Per seed*: from the lowest
            to the highest seed. *Training steps*: environment steps that one seed was trained with. *Step size*: of the
            first and the later updates, as a search on training tasks found them.
            """).ReplaceLineEndings("\n");
    }

    /// <summary>The task set and what random and optimal behaviour reach on it.</summary>
    public static string TaskSet(EvaluationProtocol protocol) => string.Create(CultureInfo.InvariantCulture,
        $"{protocol.Tasks.Count} {Tasks(protocol.Tasks.Split)} (hash `{protocol.Tasks.Hash}`),"
        + $" {Environments(protocol.EnvsPerTask)} per task{(protocol.SingleLane ? ", each adapted to alone" : "")},"
        + $" episodes of at most {protocol.Tasks.Horizon} steps.{References(protocol.References)}"
        + $"{Bayes(protocol.References.Bayes)}");

    /// <summary>Name of what a table is of: <c>test</c>, or <c>test, one environment at a time</c>.</summary>
    public static string Set(EvaluationProtocol protocol) => protocol.Tasks.Split + Lanes(protocol);

    /// <summary>The end of that name.</summary>
    public static string Lanes(EvaluationProtocol protocol) =>
        protocol.SingleLane ? ", one environment at a time" : "";

    private static string Best(OptimumKind optimum) => optimum == OptimumKind.Exact
        ? "each task's exact optimum"
        : "a specialist, a policy trained on that task alone: the best return known, not a bound";

    private static string Tasks(string split) => split switch
    {
        "train" => "tasks of the training set, seen in training",
        "test" => "test tasks, drawn apart from training, or all tasks of a family that has few",
        "interpolation" => "tasks inside the training ranges that training left out",
        "extrapolation" => "tasks outside the training ranges",
        _ => $"tasks of the frozen set `{split}`",
    };

    private static string Environments(int count) => count == 1 ? "1 environment" : $"{count} environments";

    private static string Bayes(BayesOptimum? bayes)
    {
        if (bayes is null)
        {
            return "";
        }

        var decimals = NumberText.Decimals(bayes.Most);
        var least = NumberText.Fixed(bayes.Returns.Sum(), decimals);
        var amount = bayes.IsExact ? least : $"at least {least} and at most {NumberText.Fixed(bayes.Most, decimals)}";
        return " The best agent that knows how these tasks are drawn, and has to find out which it is in within"
            + $" {Episodes(bayes.Returns.Count)} of one environment, earns {amount} in these together, in expectation;"
            + $" *{ComparisonTable.BayesTitle(bayes)}* is the mean of an agent that has no more to go by, as a share of"
            + $" {(bayes.IsExact ? "that" : "the former")}.";
    }

    private static string Episodes(int count) => count == 1 ? "the one episode" : $"the {count} episodes";

    private static string References(ReferenceReturns references)
    {
        var decimals = NumberText.Decimals(references.Optimal ?? 0, references.Random ?? 0);
        string[] known =
        [
            .. Known("uniformly random actions return", references.Random, decimals),
            .. Known(
                references.Optimum == OptimumKind.Exact ? "the exact optimum is" : "specialists return",
                references.Optimal, decimals),
        ];
        return known.Length == 0 ? "" : $" On these tasks, in the interquartile mean, {string.Join(" and ", known)}.";
    }

    private static IEnumerable<string> Known(string what, double? value, int decimals) =>
        value is { } known ? [$"{what} {NumberText.Fixed(known, decimals)}"] : [];
}
