using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Viewer.Desktop;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Watching;

namespace MetaRL.Cli.Viewing;

/// <summary><c>view</c>: opens a window in which agents adapt to test tasks.</summary>
internal static class ViewCommand
{
    public static Command Create()
    {
        var options = new ViewOptions();
        var command = new Command(
            "view", "Watch agents adapt to test tasks, in a window and on the CPU; change tasks while they act.");
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            using var setup = AgentsInTasks.Load(options.Request(parsed));
            var record = RunRecord.Of(setup);
            using var session = new ViewSession(setup);
            using var window = ViewerWindow.Open(session, record);
            session.Timeline.Play();
            window.Run();
            return ExitCode.Ok;
        });
        return command;
    }
}
