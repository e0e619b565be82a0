using Orleans.Runtime.Placement;

namespace MetaRL.Cluster.Placement;

/// <summary>The placement of grains whose key is the address of a silo.</summary>
[GenerateSerializer]
[Alias("metarl.on-its-silo")]
internal sealed class OnItsSilo : PlacementStrategy
{
    /// <summary>The silo that a key names; null where it is no address.</summary>
    public static SiloAddress? Of(string? key)
    {
        try
        {
            return string.IsNullOrEmpty(key) ? null : SiloAddress.FromParsableString(key);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}

/// <summary>Finds the silo.</summary>
internal sealed class OnItsSiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var wanted = OnItsSilo.Of(target.GrainIdentity.Key.ToString());
        return wanted is not null && context.GetCompatibleSilos(target).Contains(wanted)
            ? Task.FromResult(wanted)
            : Task.FromException<SiloAddress>(
                new SiloUnavailableException($"The worker {target.GrainIdentity.Key} is gone."));
    }
}
