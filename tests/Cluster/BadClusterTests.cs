using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Cluster;

public sealed class BadClusterTests
{
    [Theory]
    [InlineData(
        "run x.yaml --workers 2 --cluster redis://host/lab",
        "--workers starts workers and --cluster takes those that there are; name one of them."
        + " Type 'metarl run --help' for what there is.\n")]
    [InlineData(
        "train x.yaml --workers 2 --parallel 2",
        "With workers there are as many runs at a time as workers; leave out --parallel."
        + " Type 'metarl train --help' for what there is.\n")]
    [InlineData(
        "run x.yaml --key lab.key",
        "--key is the key of a cluster; name the --cluster too, or leave it out."
        + " Type 'metarl run --help' for what there is.\n")]
    [InlineData(
        "worker --cluster host:6379",
        "--cluster must be a URL such as redis://host:6379/lab, but is 'host:6379'; did you mean"
        + " 'redis://host:6379/lab'?\n")]
    [InlineData(
        "worker",
        "'metarl worker' needs --cluster URL, such as redis://host:6379/lab; `metarl run FILE --workers N` starts"
        + " workers on one machine.\n")]
    [InlineData(
        "worker --cluster redis://host/lab --listen 10.1.2.3",
        "--listen 10.1.2.3 can be reached from other machines, so it needs --key FILE; `metarl cluster key FILE` makes"
        + " one, which every machine needs a copy of.\n")]
    [InlineData(
        "worker --cluster redis://host/lab --listen 0.0.0.0",
        "--listen 0.0.0.0 is no address that others could reach; name one of this machine, such as 10.0.0.5.\n")]
    public void Metarl_OfAWrongCommandLine_IsOneLine(string arguments, string error) =>
        Assert.Equal(new Invocation(2, "", error), Invocation.Of(arguments.Split(' ')));

    [Fact]
    public void Status_WithoutRedis_SaysSoInSeconds()
    {
        var port = RedisFixture.FreePort();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(
            new Invocation(
                1, "", $"There is no Redis at 127.0.0.1:{port}, or it does not answer within 3 seconds; start"
                + " redis-server there, or correct --cluster.\n"),
            Invocation.Of("cluster", "status", "--cluster", $"redis://127.0.0.1:{port}/lab"));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }
}
