using MetaRL.Cli.Output;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class TextTableTests
{
    [Fact]
    public void Write_Redirected_IsMarkdownWhoseLinesDoNotEndWithSpaces() => Assert.Equal(
        """
        | Family | Tasks                                   | Source |
        | :----- | :-------------------------------------- | :----- |
        | maze   | a maze with a hidden goal, seen in part | Finn, Abbeel, Levine 2017 |
        | bandit | arms                                    | –      |

        """,
        Written(Texts(), live: false, width: 10_000));

    [Fact]
    public void Write_RedirectedNumbers_AreToTheRight() => Assert.Equal(
        """
        | Part  |  ms |
        | :---- | --: |
        | outer | 1.0 |

        """,
        Written(Numbers(), live: false, width: 10_000));

    [Fact]
    public void Write_AtAWideTerminal_IsRuled() => Assert.Equal(
        """
        ╭────────┬─────────────────────────────────────────┬───────────────────────────╮
        │ Family │ Tasks                                   │ Source                    │
        ├────────┼─────────────────────────────────────────┼───────────────────────────┤
        │ maze   │ a maze with a hidden goal, seen in part │ Finn, Abbeel, Levine 2017 │
        │ bandit │ arms                                    │ –                         │
        ╰────────┴─────────────────────────────────────────┴───────────────────────────╯

        """,
        Written(Texts(), live: true, width: 80));

    [Fact]
    public void Write_AtTheNarrowestTerminalOfATable_BreaksNoWord() => Assert.Equal(
        """
        ╭────────┬──────────────────┬──────────────────╮
        │ Family │ Tasks            │ Source           │
        ├────────┼──────────────────┼──────────────────┤
        │ maze   │ a maze with a    │ Finn, Abbeel,    │
        │        │ hidden goal,     │ Levine 2017      │
        │        │ seen in part     │                  │
        │ bandit │ arms             │ –                │
        ╰────────┴──────────────────┴──────────────────╯

        """,
        Written(Texts(), live: true, width: 48));

    [Fact]
    public void Write_AtANarrowTerminal_IsAList() => Assert.Equal(
        """
        maze
          Tasks: a maze with a hidden goal, seen
          in part
          Source: Finn, Abbeel, Levine 2017
        bandit
          Tasks: arms
          Source: –

        """,
        Written(Texts(), live: true, width: 40));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Write_AtATerminalOfFewColumns_LosesNoLetter(int width) => Assert.Equal(
        "mazeTasks:amazewithahiddengoal,seeninpartSource:Finn,Abbeel,Levine2017banditTasks:armsSource:–",
        Written(Texts(), live: true, width).Replace(" ", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal));

    [Fact]
    public void Write_TwoColumnsAtANarrowTerminal_LeaveTheTitleOut() => Assert.Equal(
        """
        outer
          1.0

        """,
        Written(Numbers(), live: true, width: 12));

    private static TextTable Texts()
    {
        var table = TextTable.Create(["Family", "Tasks", "Source"]);
        table.Add("maze", "a maze with a hidden goal, seen in part", "Finn, Abbeel, Levine 2017");
        table.Add("bandit", "arms", "–");
        return table;
    }

    private static TextTable Numbers()
    {
        var table = TextTable.Create(["Part", "ms"], numbers: true);
        table.Add("outer", "1.0");
        return table;
    }

    private static string Written(TextTable table, bool live, int width)
    {
        var text = new StringWriter();
        var console = new Terminal(text, TextWriter.Null, live).Console;
        console.Profile.Width = width;
        console.Profile.Capabilities.ColorSystem = Spectre.Console.ColorSystem.NoColors;
        console.Profile.Capabilities.Unicode = true;
        TextTable.Write(console, table);
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
