using System.CommandLine;
using System.Globalization;
using MetaRL.Cli.Options;

namespace MetaRL.Cli.Viewing;

/// <summary>Options for the size of pictures and the speed of films.</summary>
internal sealed class FrameOptions
{
    private const int MostPixels = 16384; // a side; drivers allow this, though OpenGL promises less

    private readonly Option<string?> _size = new("--size")
    {
        Description =
            "Pixels, such as 1280x720; by default that for films, and as high as its rows need for a storyboard",
        HelpName = "WxH",
    };

    private readonly Option<float> _scale = new("--scale")
    {
        Description = "Pixels per unit of drawing; 2 for text and lines twice as large",
        HelpName = "X",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _fps = new("--fps")
    {
        Description = "Frames a second of a film",
        HelpName = "N",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<double> _speed = new("--speed")
    {
        Description = "Of a film: 1 for four seconds a round, 2 for two",
        HelpName = "X",
        DefaultValueFactory = _ => 1,
    };

    public FrameOptions()
    {
        _size.Require(
            text => ParseSize(text) is not null, $"width x height in pixels up to {MostPixels}, such as 1280x720");
        _scale.Require(text => IsBetween(text, 0.25, 8), "a number from 0.25 to 8");
        _fps.Require(
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var fps)
                && fps is >= 1 and <= 240,
            "a whole number from 1 to 240");
        _speed.Require(text => IsBetween(text, 0.01, 100), "a number from 0.01 to 100");
    }

    public void AddTo(Command command)
    {
        command.Add(_size);
        command.Add(_scale);
        command.Add(_fps);
        command.Add(_speed);
    }

    /// <summary>Pixels as written; null where they are not.</summary>
    public (int Width, int Height)? Size(ParseResult parsed) => ParseSize(parsed.GetValue(_size));

    public float Scale(ParseResult parsed) => parsed.GetRequiredValue(_scale);

    public int FramesPerSecond(ParseResult parsed) => parsed.GetRequiredValue(_fps);

    public double Speed(ParseResult parsed) => parsed.GetRequiredValue(_speed);

    private static (int Width, int Height)? ParseSize(string? text) =>
        text?.Split('x') is [var width, var height] && Side(width) is { } columns && Side(height) is { } rows
            ? (columns, rows)
            : null;

    private static int? Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side)
            && side is >= 1 and <= MostPixels
            ? side
            : null;

    private static bool IsBetween(string text, double least, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most;
}
