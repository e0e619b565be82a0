using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Configuration;

/// <summary>Reads <c>family.tasks</c>: how each parameter of the tasks is drawn.</summary>
/// <remarks>
/// A number fixes the parameter, <c>train</c> draws it from its training range, and a section says how:
/// <c>{range: [a, b]}</c>, <c>{log_uniform: [a, b]}</c>, <c>{normal: [mean, std]}</c> or <c>{values: [a, b, c]}</c>,
/// each with
/// <c>extrapolation: [a, b]</c> if the family's own range will not do.
/// </remarks>
internal static class TaskDistributionReader
{
    private const int TasksToTry = 8;

    private static readonly string[] Shapes = ["range", "log_uniform", "normal", "values"];

    public static TaskFamily Read(YamlSection section, TaskFamily family)
    {
        if (!section.Keys.Any())
        {
            return family;
        }

        var changed = new Dictionary<string, ParameterDistribution>();
        foreach (var key in section.Keys)
        {
            var parameter = Find(section, family, key);
            if (parameter.Shape.Count > 0)
            {
                throw section.Error(
                    key,
                    $"{section.Name(key)} cannot be set: one task has {string.Join(" × ", parameter.Shape)} of them.");
            }

            if (!changed.TryAdd(parameter.Name, ReadOne(section, key, parameter)))
            {
                throw section.Error(
                    key, $"{section.Name(key)} must be given once, but '{parameter.Name}' is there under two names.");
            }
        }

        try
        {
            var drawn = family.With(changed);
            using var scope = NewDisposeScope();
            // rules that only whole tasks can break
            _ = drawn.Sample(default, drawn.Tasks.Count(TaskSplit.Train) ?? TasksToTry, TaskSplit.Train);
            return drawn;
        }
        catch (TaskParameterException wrong)
        {
            throw section.Error("", $"{section.Path}: {wrong.Message}");
        }
    }

    /// <summary>Tells whoever records the keys of the section <c>family</c> which parameters can be set.</summary>
    public static void Record(YamlSection section, TaskFamily family)
    {
        foreach (var parameter in family.Tasks.Parameters.Where(one => one.Shape.Count == 0))
        {
            var asked = new AskedKey(parameter.Name, KeyKind.Parameter)
            {
                Rule = RuleOf(parameter), Default = Text(parameter.Distribution), Unit = parameter.Unit,
            };
            foreach (var name in parameter.Aliases.Prepend(parameter.Name))
            {
                section.Record(asked with
                {
                    Path = $"tasks.{name}",
                    AliasOf = name == parameter.Name ? null : parameter.Name,
                });
            }
        }
    }

    // As it would be written
    private static string? Text(ParameterDistribution distribution) => distribution switch
    {
        FixedValue one => YamlText.Of(one.Value).Value,
        UniformDistribution one => Text("range", one.Range.Low, one.Range.High),
        LogUniformDistribution one => Text("log_uniform", one.Range.Low, one.Range.High),
        NormalDistribution one => Text("normal", one.Mean, one.Std),
        ChoiceDistribution one => Text("values", [.. one.Values]),
        _ => null,
    };

    private static string Text(string shape, params IEnumerable<double> numbers) =>
        $"{{{shape}: [{string.Join(", ", numbers.Select(one => YamlText.Of(one).Value))}]}}";

    private static NumberRule RuleOf(TaskParameter parameter) => new(
        parameter.Rule.ToString(), parameter.Rule.Low, parameter.Rule.High, parameter.Rule.ExcludesLow)
    {
        Broken = parameter.Rule.Broken,
    };

    private static TaskParameter Find(YamlSection section, TaskFamily family, string key)
    {
        var names = family.Tasks.Parameters.Where(one => one.Shape.Count == 0).Select(one => one.Name).ToArray();
        var cure = names.Length > 0
            ? NearestName.Cure(key, names)
            : ", and none that can be set here; remove the key.";
        return family.Tasks.Parameters.FirstOrDefault(parameter => parameter.IsCalled(key))
            ?? throw section.Error(key, $"The family '{family.Name}' has no parameter '{Quotation.Of(key)}'{cure}");
    }

    private static ParameterDistribution ReadOne(YamlSection section, string key, TaskParameter parameter)
    {
        var rule = RuleOf(parameter);
        if (!section.IsSection(key))
        {
            return section.NumberOr(key, "train", rule) is { } number
                ? new FixedValue(number)
                : new UniformDistribution(parameter.Train) { Extrapolation = parameter.Extrapolation };
        }

        var inner = section.Section(key);
        var shapes = Shapes.Where(inner.HasOptional).ToArray();
        if (shapes.Length != 1)
        {
            var message = $"{section.Name(key)} must have one of {string.Join(", ", Shapes)}, but has"
                + $" {(shapes.Length == 0 ? "none" : string.Join(" and ", shapes))}.";
            throw shapes.Length == 0 ? inner.Error(Shapes[0], message) : section.Error(key, message);
        }

        var beyond = inner.HasOptional("extrapolation") ? Range(inner, "extrapolation", rule) : parameter.Extrapolation;
        ParameterDistribution distribution = shapes[0] switch
        {
            "range" => new UniformDistribution(Range(inner, "range", rule)),
            "log_uniform" => new LogUniformDistribution(Range(inner, "log_uniform", NumberRule.Positive)),
            "normal" => Normal(inner),
            _ => new ChoiceDistribution(Values(inner, rule)),
        };
        inner.Allow([.. Shapes, "extrapolation"]);
        return distribution with { Extrapolation = beyond };
    }

    private static Interval Range(YamlSection section, string key, NumberRule rule)
    {
        var ends = section.Numbers(key, [], rule);
        return ends is [var low, var high] && low <= high
            ? new Interval(low, high)
            : throw section.Error(
                key, $"{section.Name(key)} must be two numbers, the lower one first, such as [0.5, 2].");
    }

    private static NormalDistribution Normal(YamlSection section)
    {
        var numbers = section.Numbers("normal", [], NumberRule.Finite);
        return numbers is [var mean, > 0 and var std]
            ? new NormalDistribution(mean, std)
            : throw section.Error(
                "normal",
                $"{section.Name("normal")} must be a mean and a standard deviation above 0, such as [1, 0.2].");
    }

    private static IReadOnlyList<double> Values(YamlSection section, NumberRule rule)
    {
        var values = section.Numbers("values", [], rule);
        return values.Count > 0
            ? values
            : throw section.Error("values", $"{section.Name("values")} must hold at least one value, but is [].");
    }
}
