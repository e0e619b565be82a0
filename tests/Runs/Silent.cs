using MetaRL.Runs;

namespace MetaRL.Tests.Runs;

/// <summary>Listens and says nothing.</summary>
internal sealed class Silent : IRunObserver;
