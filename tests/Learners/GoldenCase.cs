using System.Text.Json;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>A case of golden/maml_trpo.json in this project's types, in 64-bit floats.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement _json;

    public GoldenCase(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "golden", "maml_trpo.json");
        _json = JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("cases").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name);
        var hidden = _json.GetProperty("hidden").EnumerateArray().Select(size => size.GetInt32()).ToArray();
        var activation = _json.GetProperty("nonlinearity").GetString() == "tanh" ? Activation.Tanh : Activation.Relu;
        Discrete = _json.GetProperty("discrete").GetBoolean();
        Policy = Discrete
            ? new CategoricalPolicy(10, 5, hidden, activation)
            : new GaussianPolicy(2, 2, hidden, activation);
        Theta = Weights(_json.GetProperty("params"));
        Inner = new PolicyGradient(new PolicyGradientSettings(
            StepSize: Number("fast_lr"), Advantages: new AdvantageSettings(Number("gamma"), Number("gae_lambda"))));
    }

    public bool Discrete { get; }

    public IPolicy Policy { get; }

    public Params Theta { get; }

    public PolicyGradient Inner { get; }

    public int Tasks => _json.GetProperty("tasks").GetArrayLength();

    public double Number(string name) => _json.GetProperty(name).GetDouble();

    public Tensor Vector(string name) => Values(_json.GetProperty(name));

    public double[] Numbers(string name) => Numbers(_json.GetProperty(name));

    public double[] Iterate(int iteration) => Numbers(_json.GetProperty("cg_trace")[iteration].GetProperty("x"));

    public (double StepSize, double Loss, double Kl)[] LineSearch =>
        [.. _json.GetProperty("line_search").EnumerateArray().Select(one => (
            one.GetProperty("step_size").GetDouble(), one.GetProperty("loss").GetDouble(),
            one.GetProperty("kl").GetDouble()))];

    public double[] ParamsAfter => Weights(_json.GetProperty("params_after")).Flat.data<double>().ToArray();

    /// <summary>One array of all tasks' train or valid episodes, [N] arrays of [T, E, ...].</summary>
    public double[][] PerTask(bool train, string name) =>
        [.. Batches(train).Select(batch => Numbers(batch.GetProperty(name)))];

    public double[] PerTask(string name) =>
        [.. _json.GetProperty("tasks").EnumerateArray().SelectMany(task => Numbers(task.GetProperty(name)))];

    /// <summary>Weights after the inner step, [N][P].</summary>
    public double[][] Adapted =>
        [.. _json.GetProperty("tasks").EnumerateArray()
            .Select(task => Weights(task.GetProperty("adapted")[0]).Flat.data<double>().ToArray())];

    /// <summary>The train or valid episodes of all tasks.</summary>
    public Rollout Rollout(bool train)
    {
        var batches = Batches(train);
        Tensor Join(string name) => stack(batches.Select(batch => Values(batch.GetProperty(name))), 1);
        var rewards = Join("rewards");
        var lengths = stack(batches.Select(batch => Values(batch.GetProperty("lengths"))));
        var time = arange(rewards.size(0), dtype: ScalarType.Float64).view(-1, 1, 1).expand_as(rewards);
        var alive = (time < lengths).to_type(ScalarType.Float64);
        var observations = Join("observations");
        var actions = Join("actions");
        return new Rollout(
            observations, zeros_like(observations.select(0, 0)),
            Discrete ? actions.to_type(ScalarType.Int64) : actions, rewards, zeros_like(rewards) > 0, alive, time,
            Restarts: false);
    }

    public MetaProblem Problem(int chunk = int.MaxValue, int threads = 1) =>
        TinyProblem.Of(null!, Policy, Inner, Tasks, envs: 4, updates: 1, new TaskChunks(chunk, threads));

    /// <summary>The data of the case's meta-iteration, in one chunk.</summary>
    public AdaptationBatch AdaptationBatch()
    {
        var train = Inner.Prepare(Rollout(train: true));
        var valid = Inner.Prepare(Rollout(train: false));
        return new AdaptationBatch([train, valid]);
    }

    private JsonElement[] Batches(bool train) =>
        [
            .. _json.GetProperty("tasks").EnumerateArray()
                .Select(task => train ? task.GetProperty("train")[0] : task.GetProperty("valid")),
        ];

    // The file's order of weights is this project's: log σ first, then layer by layer, weight before bias.
    private Params Weights(JsonElement named) => new(Policy.Layout, cat(
        [
            .. _json.GetProperty("param_order").EnumerateArray()
                .Select(name => Values(named.GetProperty(name.GetString()!)).flatten()),
        ]));

    private static Tensor Values(JsonElement array)
    {
        var shape = new List<long>();
        for (var axis = array; axis.ValueKind == JsonValueKind.Array; axis = axis[0])
        {
            shape.Add(axis.GetArrayLength());
        }

        return tensor(Numbers(array), [.. shape], ScalarType.Float64);
    }

    private static double[] Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Numbers)]
        : [element.GetDouble()];
}
