using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>What readings of a section have said about one of its keys.</summary>
internal sealed class KeyFinding(AskedKey first)
{
    private bool _followsOthers;
    private bool _lowMoves;
    private bool _highMoves;
    private bool _hasUsualDefault;

    /// <summary>The key with the rule that holds whatever the others are, as far as they have been seen.</summary>
    public AskedKey Key { get; private set; } = first;

    /// <summary>Names of choices and flags beside which the key has no meaning.</summary>
    public HashSet<(string Key, string Value)> Refusals { get; } = [];

    public CatalogKey Result() => new(Key with { Rule = Rule() }, _followsOthers, [.. Refusals]);

    /// <summary>Takes in what another reading allows.</summary>
    /// <param name="other">The key there.</param>
    /// <param name="isUsual">Whether its default is that of a file that says nothing elsewhere.</param>
    public void Widen(AskedKey other, bool isUsual)
    {
        if (isUsual && !_hasUsualDefault && other.Kind != KeyKind.Unknown)
        {
            (Key, _hasUsualDefault) = (Key with { Default = other.Default }, true);
        }

        if (Key.Kind == KeyKind.Unknown)
        {
            Key = other with { Default = _hasUsualDefault ? Key.Default : other.Default };
        }
        else if (other.Kind != KeyKind.Unknown)
        {
            Key = Key with
            {
                Rule = Key.Rule is null || other.Rule is null ? Key.Rule : Widest(Key.Rule, other.Rule),
                Choices = [.. Key.Choices.Union(other.Choices)],
            };
        }
    }

    /// <summary>Takes in what differs between two readings.</summary>
    /// <param name="one">Of one.</param>
    /// <param name="other">Of another.</param>
    /// <param name="isNumber">
    /// Whether the readings differ in numbers, of which there are more than have been read.
    /// </param>
    public void Compare(AskedKey one, AskedKey other, bool isNumber)
    {
        _followsOthers |= one.Kind == other.Kind && one.Default != other.Default;
        if (isNumber && one.Rule is { } before && other.Rule is { } after)
        {
            _lowMoves |= before.Low != after.Low;
            _highMoves |= before.High != after.High;
        }
    }

    // A bound that moves with other keys is none; what was positive stays so.
    private NumberRule? Rule()
    {
        if (Key.Rule is not { } rule || (!_lowMoves && !_highMoves))
        {
            return Key.Rule;
        }

        var isWhole = Key.Kind is KeyKind.Whole or KeyKind.Wholes;
        var low = !_lowMoves ? rule.Low : rule.Low >= 1 && isWhole ? 1 : double.NegativeInfinity;
        var high = !_highMoves ? rule.High : isWhole ? int.MaxValue : double.PositiveInfinity;
        return isWhole
            ? NumberRule.Whole((int)Math.Max(low, int.MinValue), (int)high)
            : rule with { Low = low, High = high, Words = NumberRule.Finite.Words };
    }

    private static NumberRule Widest(NumberRule one, NumberRule other)
    {
        if (one == other)
        {
            return one;
        }

        var low = one.Low < other.Low || (one.Low == other.Low && !one.ExcludesLow) ? one : other;
        var high = one.High > other.High || (one.High == other.High && !one.ExcludesHigh) ? one : other;
        return low == high
            ? low
            : new NumberRule(low.Words, low.Low, high.High, low.ExcludesLow, high.ExcludesHigh);
    }
}
