using System.Globalization;

namespace MetaRL.Cli.Experiments;

/// <summary>Seeds as they are typed: <c>1,2,3</c>, <c>1-5</c>, or both mixed.</summary>
public static class SeedList
{
    private const int Most = 10_000; // seeds of a range; a longer one is a slip of the keyboard

    /// <summary>What <see cref="Parse"/> takes, in words.</summary>
    public static string Rule { get; } =
        $"whole numbers of at most {int.MaxValue} such as 1,2,3 or 1-5, {Most} in a range at most";

    /// <summary>The seeds in the order typed; null where the text is not a list of seeds.</summary>
    public static IReadOnlyList<int>? Parse(string text)
    {
        var seeds = new List<int>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-', 2);
            if (!TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last)
                || last < first || last - first >= Most)
            {
                return null;
            }

            seeds.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return seeds;
    }

    /// <summary>A list of seeds as an experiment file writes it: <c>[1, 2, 3]</c>.</summary>
    public static string ToYaml(string text) => $"[{string.Join(", ", Parse(text) ?? [])}]";

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
