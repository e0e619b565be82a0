using Orleans.Placement;

namespace MetaRL.Cluster.Placement;

/// <summary>Puts a grain on the silo whose address its key is.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnItsSiloAttribute() : PlacementAttribute(new OnItsSilo());
