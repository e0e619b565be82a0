using MetaRL.Baselines;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration;

/// <summary>Reads how specialists are trained.</summary>
internal static class SpecialistReader
{
    private const int MostLanes = 65_536; // candidates, or episodes of one, which memory holds at once

    public static SpecialistSettings Read(
        YamlSection section, SpecialistSettings defaults, int atLeastGenerations) => new(
        section.Int("generations", defaults.Generations, atLeast: atLeastGenerations),
        section.Int("population", defaults.Population, atLeast: 4, MostLanes),
        section.Int("episodes", defaults.Episodes, atLeast: 1, MostLanes),
        section.Int("hidden", defaults.Hidden, atLeast: 1, PolicyReader.MostUnits));
}
