namespace MetaRL.Configuration.Catalog;

/// <summary>A key in words, as some families or algorithms have it.</summary>
/// <param name="Key">Its name in full.</param>
/// <param name="Takes">Type and rule of its values.</param>
/// <param name="Default">Value where it is not written; nothing for a section.</param>
/// <param name="Of">Families or algorithms that have it so; none where all have.</param>
/// <param name="Meaning">What it is, in a sentence.</param>
public sealed record KeyRow(string Key, string Takes, string Default, IReadOnlyList<string> Of, string Meaning)
{
    /// <summary>Whether <see cref="Default"/> is only that of a file that says nothing else.</summary>
    public bool FollowsOthers { get; init; }

    /// <summary>The default in words.</summary>
    public string DefaultText => FollowsOthers ? $"{Default}, or by other keys" : Default;
}

/// <summary>Everything about a key.</summary>
/// <param name="Path">Its name in full; nothing for the top of a file.</param>
/// <param name="Variants">The key, once for each way in which families or algorithms have it.</param>
/// <param name="Below">Keys below it, where it is a section.</param>
/// <param name="NotBeside">Values of other keys beside which it has no meaning, such as <c>sparse: false</c>.</param>
/// <param name="Example">A line of a file.</param>
/// <param name="More">Where in <c>docs</c> more is written; null where nothing is.</param>
public sealed record KeyArticle(
    string Path, IReadOnlyList<KeyRow> Variants, IReadOnlyList<KeyRow> Below, IReadOnlyList<string> NotBeside,
    string Example, string? More);
