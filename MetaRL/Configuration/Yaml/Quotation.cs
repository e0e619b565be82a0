namespace MetaRL.Configuration.Yaml;

/// <summary>What somebody wrote, as a message quotes it.</summary>
public static class Quotation
{
    /// <summary>Characters of the longest quotation.</summary>
    public const int Longest = 60;

    /// <summary>The text, or its begin and an ellipsis.</summary>
    public static string Of(string text) => text.Length <= Longest ? text : text[..(Longest - 1)] + "…";
}
