using MetaRL.Tests.Cli;
using Microsoft.Playwright;
using Xunit;

namespace MetaRL.Tests.Reporting;

/// <summary>The page as a browser shows it: Debian's Chromium, without a display.</summary>
public sealed class ReportBrowserTests : IAsyncLifetime, IDisposable
{
    private readonly ExperimentFolder _folder = new("seeds: [1, 2]");
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        Invocation.Succeeds("run", _folder.Config, "--output", _folder.Runs, "--media", "storyboards");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox"], // which needs rights that a container may not give
        });
    }

    [Fact]
    public async Task Page_Opened_HasNoErrorAndShowsEveryAlgorithm()
    {
        var (page, errors) = await Open();
        Assert.Empty(errors);
        Assert.Equal("tiny · MetaRL", await page.TitleAsync());
        foreach (var name in new[] { "maml", "random" })
        {
            Assert.True(await page.Locator($"tbody th:text-is('{name}')").First.IsVisibleAsync());
        }

        var pictures = page.Locator("img");
        Assert.InRange(await pictures.CountAsync(), 4, 20); // figures, and two storyboards
        for (var index = 0; index < await pictures.CountAsync(); index++)
        {
            Assert.True(await pictures.Nth(index).EvaluateAsync<bool>("one => one.complete && one.naturalWidth > 100"));
        }
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1400)]
    public async Task Page_OnAnyScreen_IsNotWiderThanThat(int width)
    {
        var (page, _) = await Open();
        await page.SetViewportSizeAsync(width, 900);
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
    }

    [Fact]
    public async Task Page_Printed_IsAPdfWithTheVerdictsOnItsFirstPage()
    {
        var (page, _) = await Open();
        var pdf = Path.Combine(_folder.Path, "report.pdf");
        await page.PdfAsync(new PagePdfOptions { Path = pdf, Format = "A4" });
        Assert.Equal("%PDF-"u8.ToArray(), File.ReadAllBytes(pdf).Take(5));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Microsoft.Playwright.Media.Print });
        var box = await page.Locator("h2:text-is('Verdicts')").BoundingBoxAsync();
        Assert.InRange(box!.Y, 0, 400);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(IPage Page, List<string> Errors)> Open()
    {
        var errors = new List<string>();
        var page = await _browser!.NewPageAsync();
        page.Console += (_, message) => errors.Add(message.Text);
        page.PageError += (_, error) => errors.Add(error);
        page.RequestFailed += (_, request) => errors.Add(request.Url);
        await page.GotoAsync(new Uri(_folder.Run("report.html")).AbsoluteUri);
        return (page, errors);
    }
}
