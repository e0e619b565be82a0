using MetaRL.Learners;

namespace MetaRL.Cluster.Workers;

/// <summary>What a contributor has told, whoever asked.</summary>
/// <param name="settings">What it may tell.</param>
internal sealed class ContributionLedger(ContributionSettings settings)
{
    private readonly Lock _gate = new();
    private long _releases;

    /// <summary>ε that is spent; 0 where nothing is hidden.</summary>
    public double Epsilon => settings.Privacy?.Account.Epsilon(Interlocked.Read(ref _releases)) ?? 0;

    /// <summary>Counts a release before it is made.</summary>
    /// <exception cref="ContributionException">It would tell more than is allowed.</exception>
    public void Spend()
    {
        lock (_gate)
        {
            if (settings is { Privacy: { } privacy, MostEpsilon: { } most }
                && _releases >= privacy.Account.Releases(most))
            {
                throw new ContributionException(FormattableString.Invariant(
                    $"It has told all that its --epsilon {most} allows."));
            }

            _releases++;
        }
    }
}

/// <summary>A contribution whose first release is counted.</summary>
/// <param name="contribution">The contribution.</param>
/// <param name="ledger">Where.</param>
internal sealed class CountedContribution(Contribution contribution, ContributionLedger ledger) : ITaskRange
{
    private bool _isCounted;

    public RangeAnswer Answer(RangeQuestion question)
    {
        if (!_isCounted && contribution.IsRelease(question))
        {
            ledger.Spend();
            _isCounted = true;
        }

        return contribution.Answer(question);
    }
}
