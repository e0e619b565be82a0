namespace MetaRL.Cluster.Addresses;

/// <summary>A cluster cannot be joined or used; the message is one line with the cure.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>Whether the command line is wrong, and not the cluster.</summary>
    public bool IsUsage { get; init; }

    public ClusterException()
    {
    }

    public ClusterException(string message) : base(message)
    {
    }

    public ClusterException(string message, Exception cause) : base(message, cause)
    {
    }
}
