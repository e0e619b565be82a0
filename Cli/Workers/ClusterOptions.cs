using System.CommandLine;
using MetaRL.Cli.Options;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Coordination;

namespace MetaRL.Cli.Workers;

/// <summary>The options by which runs are given to workers.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<int?> _workers = new("--workers")
    {
        Description = "Start so many worker processes on this machine, and give the runs to them",
        HelpName = "N",
    };

    private readonly Option<string?> _cluster = Cluster("Give the runs to the workers of this cluster");
    private readonly Option<string?> _key = Key();
    private readonly Option<bool> _verbose = Verbose();
    private readonly Option<string> _shard = new("--shard")
    {
        Description = "Spread the tasks of single meta-iterations over workers: auto (where some have nothing else to"
            + " do and an iteration takes 0.1 s or more), always or never",
        HelpName = "when",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<int> _contributors = new("--contributors")
    {
        Description = "Wait for so many workers that contribute tasks of their own, and count those in every"
            + " meta-iteration",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    /// <param name="parallel">The option that makes no sense beside them.</param>
    public ClusterOptions(Option<int> parallel)
    {
        _workers.RequireWhole(least: 1);
        _shard.Require(word => When(word) is not null, "auto, always or never");
        _workers.Validators.Add(result =>
        {
            if (result.GetResult(_cluster) is { Implicit: false })
            {
                result.AddError("--workers starts workers and --cluster takes those that there are; name one of them.");
            }
        });
        _contributors.RequireWhole(least: 0);
        _contributors.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetResult(_cluster) is null or { Implicit: true })
            {
                result.AddError("--contributors join a cluster; name the --cluster too, or leave it out.");
            }
        });
        _key.Validators.Add(result =>
        {
            if (result.GetResult(_cluster) is null or { Implicit: true })
            {
                result.AddError("--key is the key of a cluster; name the --cluster too, or leave it out.");
            }
        });
        parallel.Validators.Add(result =>
        {
            var isGiven = result.GetResult(_workers) is { Implicit: false }
                || result.GetResult(_cluster) is { Implicit: false };
            if (isGiven && !result.Implicit)
            {
                result.AddError("With workers there are as many runs at a time as workers; leave out --parallel.");
            }
        });
    }

    /// <summary>An option that names a cluster.</summary>
    public static Option<string?> Cluster(string description)
    {
        var option = new Option<string?>("--cluster")
        {
            Description = $"{description}: redis://host:6379/name",
            HelpName = "URL",
        };
        option.Refuse(ClusterUrl.Fault);
        return option;
    }

    /// <summary>The option that names a cluster's key.</summary>
    public static Option<string?> Key() => new("--key")
    {
        Description = "The cluster's key file, where it has one",
        HelpName = "file",
    };

    /// <summary>The option that shows what Orleans does.</summary>
    public static Option<bool> Verbose() => new("--verbose") { Description = "Show what happens between the machines" };

    public void AddTo(Command command)
    {
        command.Add(_workers);
        command.Add(_cluster);
        command.Add(_key);
        command.Add(_shard);
        command.Add(_contributors);
        command.Add(_verbose);
    }

    /// <summary>Where the runs of a command are computed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="threads">Threads of this machine that were asked for; null for all.</param>
    public WorkerPlaces Of(ParseResult parsed, int? threads)
    {
        var workers = parsed.GetValue(_workers);
        var each = Math.Max(1, (threads ?? Environment.ProcessorCount) / (workers ?? 1));
        return new WorkerPlaces(
            workers, each, parsed.GetValue(_cluster) is { } url ? ClusterUrl.Parse(url) : null,
            parsed.GetValue(_key), When(parsed.GetRequiredValue(_shard))!.Value, parsed.GetValue(_contributors),
            parsed.GetValue(_verbose));
    }

    private static Sharding? When(string word) => word switch
    {
        "auto" => Sharding.Auto,
        "always" => Sharding.Always,
        "never" => Sharding.Never,
        _ => null,
    };
}
