namespace MetaRL.Tests.Compat;

/// <summary>
/// Signatures of a real package: members below the name of their type, [Type], in a file beside the tests.
/// </summary>
internal static class SignatureList
{
    public static IEnumerable<(string Type, string Member)> Read(string file)
    {
        var type = "";
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Compat", file)))
        {
            if (line.StartsWith('['))
            {
                type = line[1..^1];
            }
            else if (line.Contains('=', StringComparison.Ordinal) && !line.Contains(';', StringComparison.Ordinal))
            {
                foreach (var value in line.Split(", "))
                {
                    yield return (type, value);
                }
            }
            else if (line.EndsWith(';'))
            {
                yield return (type, line);
            }
        }
    }
}
