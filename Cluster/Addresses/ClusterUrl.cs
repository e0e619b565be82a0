using System.Text.RegularExpressions;

namespace MetaRL.Cluster.Addresses;

/// <summary>Where the members of a cluster find each other: <c>redis://[user:password@]host[:port]/name</c>.</summary>
/// <param name="Host">Name or address of the machine that Redis runs on.</param>
/// <param name="Port">Its port, 6379 by default.</param>
/// <param name="Name">The cluster, one of any number in a Redis.</param>
/// <param name="User">User of Redis; null for the default.</param>
/// <param name="Password">Password; null for none.</param>
public sealed partial record ClusterUrl(string Host, int Port, string Name, string? User, string? Password)
{
    private const string Scheme = "redis://";
    private const string Example = "redis://host:6379/lab";
    private const int DefaultPort = 6379;

    /// <summary>The cluster of a URL.</summary>
    /// <exception cref="ClusterException">It is none.</exception>
    public static ClusterUrl Parse(string text) =>
        Fault(text) is { } fault ? throw new ClusterException(fault) : Match(text);

    /// <summary>What is wrong with a URL, in one sentence with the nearest that is right; null for nothing.</summary>
    public static string? Fault(string text) => Url().IsMatch(text) && Match(text).Port is >= 1 and <= 65_535
        ? null
        : $"--cluster must be a URL such as {Example}, but is '{Printable(text)}'{Cure(text)}";

    /// <summary>The URL, without the password.</summary>
    public override string ToString() => $"{Scheme}{Host}:{Port}/{Name}";

    private static ClusterUrl Match(string text)
    {
        var groups = Url().Match(text).Groups;
        return new ClusterUrl(
            groups["host"].Value.Trim('[', ']'),
            groups["port"].Success
                && int.TryParse(groups["port"].Value, out var port) ? port : groups["port"].Success ? 0 : DefaultPort,
            groups["name"].Value, Unescaped(groups["user"]), Unescaped(groups["password"]));
    }

    private static string? Unescaped(Group group) =>
        group.Success && group.Length > 0 ? Uri.UnescapeDataString(group.Value) : null;

    // The same with what lacks: a scheme, a name.
    private static string Cure(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? text : text[(scheme + 3)..];
        string[] tries = [$"{Scheme}{rest}", $"{Scheme}{rest.TrimEnd('/')}/lab"];
        return Array.Find(tries, one => one != text && Url().IsMatch(one) && Match(one).Port is >= 1 and <= 65_535)
            is { } near
            ? $"; did you mean '{near}'?"
            : ".";
    }

    private static string Printable(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

    [GeneratedRegex(
        @"\Aredis://((?<user>[^:@/\s]*):(?<password>[^@/\s]*)@)?(?<host>[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])"
        + @"(:(?<port>[0-9]{1,5}))?/(?<name>[A-Za-z0-9][A-Za-z0-9_-]{0,63})\z")]
    private static partial Regex Url();
}
