namespace MetaRL.Configuration.Yaml;

/// <summary>What stands behind a key.</summary>
internal enum KeyKind
{
    /// <summary>Not known yet: so far only whether the key is written was asked.</summary>
    Unknown,

    /// <summary>A whole number.</summary>
    Whole,

    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One of some names.</summary>
    Choice,

    Text,

    /// <summary>The path of a file.</summary>
    File,

    /// <summary>An amount of memory with its unit, or <c>auto</c>.</summary>
    Memory,

    /// <summary>A list of whole numbers.</summary>
    Wholes,

    /// <summary>A list of numbers.</summary>
    Numbers,

    /// <summary>Keys below it.</summary>
    Section,

    /// <summary>A list of sections.</summary>
    Sections,

    /// <summary>A task parameter: a number, <c>train</c>, or a section that says how it is drawn.</summary>
    Parameter,
}

/// <summary>A key that a reader asked a section for, with what it takes.</summary>
/// <param name="Path">Keys from the root of the file to it, with dots.</param>
/// <param name="Kind">What stands there.</param>
internal sealed record AskedKey(string Path, KeyKind Kind)
{
    /// <summary>What numbers it takes, of a list each of them; null for what is no number.</summary>
    public NumberRule? Rule { get; init; }

    /// <summary>Names that it takes, beside numbers if it has a <see cref="Rule"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Value of a key that is not written, as YAML; null where there is none.</summary>
    public string? Default { get; init; }

    /// <summary>What a text must match; null where any will do.</summary>
    public string? Pattern { get; init; }

    /// <summary>Name of the key that this one is another name of; null for a key of its own.</summary>
    public string? AliasOf { get; init; }

    /// <summary>Unit of a task parameter; null for any other key.</summary>
    public string? Unit { get; init; }
}
