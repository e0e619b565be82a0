using System.CommandLine;
using MetaRL.Cli.Options;
using MetaRL.Configuration;

namespace MetaRL.Cli.Experiments;

/// <summary>The experiment file and the options that change its keys.</summary>
internal sealed class ExperimentOptions
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "The experiment file, such as configs/quickstart.yaml",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Replace a value of the file, such as training.iterations=50; can be repeated",
        HelpName = "key=value",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _device = new("--device")
    {
        Description = "cpu, cuda, cuda:N or auto",
        HelpName = "device",
    };

    private readonly Option<string?> _seeds = new("--seeds")
    {
        Description = "Seeds of the runs, such as 1,2,3 or 1-5",
        HelpName = "list",
    };

    private readonly Option<string?> _threads = new("--threads") { Description = "Threads on a CPU", HelpName = "N" };

    public ExperimentOptions()
    {
        _device.Require(ComputeDevice.IsName, "cpu, cuda, cuda:N or auto");
        _seeds.Require(text => SeedList.Parse(text) is not null, SeedList.Rule);
        _threads.RequireWhole(least: 1);
    }

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_set);
        command.Add(_seeds);
        command.Add(_device);
        command.Add(_threads);
    }

    public string File(ParseResult parsed) => parsed.GetRequiredValue(_file);

    /// <summary>Threads that were asked for; null where nothing was said.</summary>
    public int? Threads(ParseResult parsed) => parsed.GetValue(_threads) is { } text
        ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>The experiments of the file, changed by the options.</summary>
    public IReadOnlyList<Experiment> Load(ParseResult parsed, ReadingOptions? more = null) =>
        ExperimentFile.Load(File(parsed), Overrides(parsed), more);

    /// <summary>Everything that is wrong in the file or the options, a line each.</summary>
    public IReadOnlyList<string> Errors(ParseResult parsed, ReadingOptions? more = null) =>
        ExperimentFile.Errors(File(parsed), Overrides(parsed), more);

    private IReadOnlyList<string> Overrides(ParseResult parsed) =>
    [
        .. parsed.GetRequiredValue(_set),
        .. Override("seeds", parsed.GetValue(_seeds) is { } list ? SeedList.ToYaml(list) : null),
        .. Override("compute.device", parsed.GetValue(_device)),
        .. Override("compute.threads", parsed.GetValue(_threads)),
    ];

    private static IEnumerable<string> Override(string key, string? value) => value is null ? [] : [$"{key}={value}"];
}
