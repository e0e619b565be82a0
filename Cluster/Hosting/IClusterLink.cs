namespace MetaRL.Cluster.Hosting;

/// <summary>How the workers of a cluster are found and reached.</summary>
public interface IClusterLink : IDisposable
{
    IGrainFactory Grains { get; }

    /// <summary>Addresses of the workers that the cluster takes for alive.</summary>
    /// <exception cref="Addresses.ClusterException">There will be none any more.</exception>
    Task<IReadOnlyList<SiloAddress>> Workers();
}
