using System.Text.Json;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;

namespace MetaRL.Simulation;

/// <summary>One lane to simulate: a task, where it starts and what is done.</summary>
/// <param name="Parameters">Task parameters by name; each flattened to its numbers.</param>
/// <param name="InitialState">Numbers of the first state; null for one of the family's own.</param>
/// <param name="Actions">[T][A]; one number each where actions are discrete.</param>
public sealed record SimulationRequest(
    IReadOnlyDictionary<string, double[]> Parameters, double[]? InitialState, double[][] Actions)
{
    private static readonly string[] Keys = ["params", "initial_state", "actions"];

    /// <summary>Reads one request, or an array of them.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="family">Whose tasks, states and actions they are.</param>
    /// <returns>The requests, and whether the text holds an array of them.</returns>
    /// <exception cref="ConfigurationException">Not JSON, or a rule is broken; one line.</exception>
    public static (IReadOnlyList<SimulationRequest> Requests, bool IsArray) Parse(
        string json, string file, TaskFamily family)
    {
        JsonElement root;
        try
        {
            root = JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException wrong)
        {
            throw new ConfigurationException($"{file}:{JsonFault.Of(wrong)}", wrong);
        }

        var isArray = root.ValueKind == JsonValueKind.Array;
        JsonElement[] all = isArray ? [.. root.EnumerateArray()] : [root];
        return all.Length > 0
            ? ([.. all.Select((one, index) => Read(one, isArray ? $"{file}: request {index}" : file, family))], isArray)
            : throw new ConfigurationException($"{file}: The array holds no request.");
    }

    private static SimulationRequest Read(JsonElement json, string place, TaskFamily family)
    {
        Require(
            json.ValueKind == JsonValueKind.Object, place,
            "A request must be an object with params, initial_state and actions.");
        foreach (var property in json.EnumerateObject())
        {
            Require(
                json.EnumerateObject().Count(other => other.NameEquals(property.Name)) == 1, place,
                $"The key '{property.Name}' is there twice.");
            Require(
                Keys.Contains(property.Name), place,
                $"Unknown key '{property.Name}'; the keys are {string.Join(", ", Keys)}.");
        }

        var parameters = new Dictionary<string, double[]>();
        if (json.TryGetProperty("params", out var given))
        {
            Require(given.ValueKind == JsonValueKind.Object, place, "params must be an object of names and numbers.");
            foreach (var entry in given.EnumerateObject())
            {
                var numbers = Parameter(entry, place, family);
                Require(
                    parameters.TryAdd(family.Tasks.Parameter(entry.Name).Name, numbers), place,
                    $"params has '{entry.Name}' twice, or under two names.");
            }
        }

        double[]? state = null;
        if (json.TryGetProperty("initial_state", out var start) && start.ValueKind != JsonValueKind.Null)
        {
            state = Numbers(start, $"{place}: initial_state");
            var names = family.StateNames;
            Require(
                state.Length == names.Count, place,
                $"initial_state must have {names.Count} numbers ({string.Join(", ", names)}), but has {state.Length}.");
        }

        Require(
            json.TryGetProperty("actions", out var actions) && actions.ValueKind == JsonValueKind.Array, place,
            "actions must be an array.");
        return new SimulationRequest(
            parameters, state, [.. actions.EnumerateArray().Select((action, t) => Action(action, t, place, family))]);
    }

    private static double[] Parameter(JsonProperty entry, string place, TaskFamily family)
    {
        var parameter = family.Tasks.Parameters.FirstOrDefault(one => one.IsCalled(entry.Name));
        Require(
            parameter is not null, place,
            $"The family '{family.Name}' has no parameter '{entry.Name}'"
            + Configuration.Yaml.NearestName.Cure(entry.Name, [.. family.Tasks.Parameters.Select(one => one.Name)]));
        var numbers = Numbers(entry.Value, $"{place}: {entry.Name}");
        var size = parameter!.Shape.Aggregate(1L, (product, axis) => product * axis);
        Require(
            numbers.Length == size, place,
            $"{entry.Name} must have {size} {(size == 1 ? "number" : "numbers")}, but has {numbers.Length}.");
        foreach (var number in numbers)
        {
            Require(
                parameter.Rule.Holds(number), place,
                FormattableString.Invariant(
                    $"{entry.Name} must be {parameter.Rule.Broken(number)}, but is {number}."));
        }

        return numbers;
    }

    private static double[] Action(JsonElement json, int t, string place, TaskFamily family)
    {
        var numbers = Numbers(json, $"{place}: actions[{t}]");
        switch (family.Actions)
        {
            case Discrete space:
                Require(
                    numbers is [var number] && number >= 0 && number < space.Count && number == Math.Floor(number),
                    place,
                    $"actions[{t}] must be a whole number from 0 to {space.Count - 1}, but is {json.GetRawText()}.");
                break;
            case Box space:
                Require(
                    numbers.Length == space.Size, place,
                    $"actions[{t}] must have {space.Size} {(space.Size == 1 ? "number" : "numbers")},"
                    + $" but has {numbers.Length}.");
                break;
        }

        return numbers;
    }

    // A number, or numbers nested in arrays of any depth.
    private static double[] Numbers(JsonElement json, string place) => json.ValueKind switch
    {
        JsonValueKind.Number when double.IsFinite(json.GetDouble()) => [json.GetDouble()],
        JsonValueKind.Number =>
            throw new ConfigurationException($"{place} must be finite, but is {json.GetRawText()}."),
        JsonValueKind.True => [1],
        JsonValueKind.False => [0],
        JsonValueKind.Array => [.. json.EnumerateArray().SelectMany(item => Numbers(item, place))],
        _ => throw new ConfigurationException(
            $"{place} must be numbers, but is {json.GetRawText()}.".ReplaceLineEndings(" ")),
    };

    private static void Require(bool holds, string place, string rule)
    {
        if (!holds)
        {
            throw new ConfigurationException($"{place}: {rule}".ReplaceLineEndings(" "));
        }
    }
}
