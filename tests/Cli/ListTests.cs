using MetaRL.Configuration;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class ListTests
{
    [Fact]
    public void List_Families_NamesEveryFamily() =>
        Assert.Equal(Families.All.Select(family => family.Name), FirstColumn("families"));

    [Fact]
    public void List_Algorithms_NamesEveryAlgorithm() =>
        Assert.Equal(Algorithms.All.Select(algorithm => algorithm.Name), FirstColumn("algorithms"));

    [Fact]
    public void List_InnerLoops_NamesEveryInnerLoop() =>
        Assert.Equal(InnerLoops.All.Select(loop => loop.Name), FirstColumn("inner-loops"));

    [Fact]
    public void List_ConfigsWhereThereAreNone_SaysSo() =>
        Assert.Equal("There are no configs here.\n\n", Invocation.Of("list", "configs").Out);

    [Fact]
    public void List_Configs_ShowsTheirFirstSentencesWhole()
    {
        var folder = Directory.CreateTempSubdirectory("metarl list ").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "configs"));
        File.WriteAllText(
            Path.Combine(folder, "configs", "a.yaml"),
            "# RL² (Duan et al. 2016,\n# table 1), 0.5 of it. The rest.\nname: a\n");
        File.WriteAllText(
            Path.Combine(folder, "configs", "b.yaml"),
            "# yaml-language-server: $schema=x.json\n# As Duan et al. Write it\nname: b\n");
        File.WriteAllText(
            Path.Combine(folder, "configs", "c.yaml"), "# yaml-language-server: $schema=x.json\nname: c\n");
        using var metarl = Started.Metarl(folder, "list", "configs");
        Assert.Equal(
            """
            | File           | What it is |
            | :------------- | :--------- |
            | configs/a.yaml | RL² (Duan et al. 2016, table 1), 0.5 of it |
            | configs/b.yaml | As Duan et al. Write it |
            | configs/c.yaml |            |


            """,
            metarl.Ended().Out);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void List_ConfigsThatCannotBeReadOrSteerTheTerminal_ShowsThemAll()
    {
        var folder = Directory.CreateTempSubdirectory("metarl list ").FullName;
        var configs = Directory.CreateDirectory(Path.Combine(folder, "configs")).FullName;
        File.CreateSymbolicLink(Path.Combine(configs, "a.yaml"), Path.Combine(folder, "nowhere"));
        File.WriteAllText(Path.Combine(configs, "b.yaml"), "# \e[31mred\nname: b\n");
        using var metarl = Started.Metarl(folder, "list", "configs");
        Assert.Equal(
            """
            | File           | What it is |
            | :------------- | :--------- |
            | configs/a.yaml | (cannot be read) |
            | configs/b.yaml | �[31mred   |


            """,
            metarl.Ended().Out);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void List_Everything_ShowsFamiliesFirst() =>
        Assert.StartsWith(Invocation.Of("list", "families").Out, Invocation.Of("list").Out);

    // Markdown: a line of titles, a rule, and a line for each entry.
    private static IEnumerable<string> FirstColumn(string list) =>
        Invocation.Of("list", list).Out.TrimEnd().Split('\n').Skip(2).Select(line => line.Split('|')[1].Trim());
}
