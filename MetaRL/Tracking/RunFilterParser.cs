namespace MetaRL.Tracking;

/// <summary>
/// Recursive descent over <c>any = all {or all}; all = one {and one}; one = not one | ( any ) | key operator value</c>.
/// </summary>
internal sealed class RunFilterParser(string text)
{
    private const int MostDepth = 100; // parentheses within parentheses, so that recursion ends

    // The longer of two that begin alike first
    private static readonly string[] Operators = ["!=", "<=", ">=", "==", "=", "<", ">", "~"];

    private readonly List<string> _keys = [];
    private int _at;
    private int _depth;

    public RunFilter Parse()
    {
        var holds = Any();
        SkipSpace();
        return _at == text.Length
            ? new RunFilter(holds, _keys)
            : throw Error(text[_at] == ')' ? "there is a ')' too many" : "here 'and' or 'or' is missing");
    }

    private Func<IReadOnlyDictionary<string, string>, bool> Any()
    {
        var holds = All();
        while (Take("or"))
        {
            var (first, second) = (holds, All());
            holds = run => first(run) || second(run);
        }

        return holds;
    }

    private Func<IReadOnlyDictionary<string, string>, bool> All()
    {
        var holds = One();
        while (Take("and"))
        {
            var (first, second) = (holds, One());
            holds = run => first(run) && second(run);
        }

        return holds;
    }

    private Func<IReadOnlyDictionary<string, string>, bool> One()
    {
        if (++_depth > MostDepth)
        {
            throw Error($"parentheses and 'not' may be nested {MostDepth} deep, but here they are deeper");
        }

        Func<IReadOnlyDictionary<string, string>, bool> holds;
        SkipSpace();
        if (Take("not"))
        {
            var inner = One();
            holds = run => !inner(run);
        }
        else if (_at < text.Length && text[_at] == '(')
        {
            _at++;
            holds = Any();
            SkipSpace();
            if (_at == text.Length || text[_at] != ')')
            {
                throw Error("a ')' is missing");
            }

            _at++;
        }
        else
        {
            holds = Comparison();
        }

        _depth--;
        return holds;
    }

    private Func<IReadOnlyDictionary<string, string>, bool> Comparison()
    {
        var key = Word();
        if (key.Length == 0)
        {
            throw Error("a key such as family is missing");
        }

        SkipSpace();
        var sign = Array.Find(Operators, one => string.CompareOrdinal(text, _at, one, 0, one.Length) == 0)
            ?? throw Error($"behind '{key}' one of = != < <= > >= ~ is missing");
        _at += sign.Length;
        SkipSpace();
        var value = _at < text.Length && text[_at] is '"' or '\'' ? Quoted() : Word();
        if (value.Length == 0 && (_at == 0 || text[_at - 1] is not ('"' or '\'')))
        {
            throw Error("a value is missing");
        }

        _keys.Add(key);
        return run =>
        {
            var own = run.GetValueOrDefault(key, "");
            return sign switch
            {
                "~" => own.Contains(value, StringComparison.OrdinalIgnoreCase),
                "=" or "==" => RunFilter.Compare(own, value) == 0,
                "!=" => RunFilter.Compare(own, value) != 0,
                _ when own.Length == 0 => false, // nothing is neither more nor less
                "<" => RunFilter.Compare(own, value) < 0,
                "<=" => RunFilter.Compare(own, value) <= 0,
                ">" => RunFilter.Compare(own, value) > 0,
                _ => RunFilter.Compare(own, value) >= 0,
            };
        };
    }

    private string Word()
    {
        SkipSpace();
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !"()=!<>~\"'".Contains(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private string Quoted()
    {
        var end = text.IndexOf(text[_at], _at + 1);
        if (end < 0)
        {
            throw Error("a closing quote is missing");
        }

        var value = text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    // Whether a word comes next; then it is passed.
    private bool Take(string word)
    {
        SkipSpace();
        var end = _at + word.Length;
        if (end > text.Length || !text.AsSpan(_at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)
            || (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '('))
        {
            return false;
        }

        _at = end;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private RunFilterException Error(string what) =>
        new($"The condition does not parse: {what} at column {_at + 1}: {text[.._at]}⟨here⟩{text[_at..]}");
}
