namespace MetaRL.Reporting;

/// <summary>How a page looks: on a screen, in the dark, and on paper.</summary>
internal static class ReportStyle
{
    public const string Css =
        """
        :root { --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --paper: #fff; --soft: #f6f8fa; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6edf3; --faint: #9198a1; --line: #3d444d; --paper: #0d1117; --soft: #151b23; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.55 system-ui, sans-serif; }
        main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 1.9rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
        .lead { color: var(--faint); margin: 0; }
        .note { border-left: 4px solid #e69f00; background: var(--soft); padding: .5rem .9rem; }
        ul { padding-left: 1.2rem; } li { margin: .35rem 0; }
        .legend { color: var(--faint); font-size: .87rem; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .86rem; font-variant-numeric: tabular-nums; min-width: 100%; }
        th, td { padding: .35rem .65rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
        th:first-child { text-align: left; } thead th { color: var(--faint); font-weight: 600; vertical-align: bottom; }
        tbody th { font-weight: 600; white-space: nowrap; } td { white-space: nowrap; }
        td small { display: block; color: var(--faint); }
        figure { margin: 1.25rem 0; max-width: 58rem; } figcaption { color: var(--faint); font-size: .9rem; }
        img, video { max-width: 100%; height: auto; background: #fff; border-radius: 6px; display: block; }
        pre { overflow-x: auto; background: var(--soft); padding: .9rem; border-radius: 6px; font-size: .82rem; }
        summary { cursor: pointer; font-weight: 600; } code { font-size: .92em; overflow-wrap: anywhere; }
        @media print {
          :root { --ink: #000; --faint: #444; --line: #bbb; --paper: #fff; --soft: #f6f6f6; }
          @page { margin: 16mm 14mm; }
          body { font-size: 9.5pt; } main { max-width: none; padding: 0; }
          h2, h3 { break-after: avoid; } figure, tr, li { break-inside: avoid; } video { display: none; }
          table { font-size: 7pt; } th, td { padding: 2pt 3pt; } td, tbody th { white-space: normal; }
          .table, pre { overflow: visible; } pre { white-space: pre-wrap; font-size: 7pt; }
        }
        """;
}
