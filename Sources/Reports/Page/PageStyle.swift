/// The looks of the HTML report, in the charts' own colours.
enum PageStyle {
  static var css: String {
    rules(for: \.light) + layout + "@media(prefers-color-scheme:dark){\(rules(for: \.dark))}"
      + "@media print{input,#count{display:none}figure{break-inside:avoid}}"
  }

  private static func rules(for colour: (Ink) -> String) -> String {
    """
    :root{--page:\(colour(.background));--panel:\(colour(.panel));--line:\(colour(.grid));\
    --text:\(colour(.text));--muted:\(colour(.muted));--mark:\(colour(.vermillion))}
    """
  }

  private static let layout = """
    :root{color-scheme:light dark}
    body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 \
    \(StyleSheet.fontFamily)}
    main{max-width:1080px;margin:0 auto;padding:16px}
    h1{font-size:24px;margin:8px 0}h2{font-size:18px;margin:24px 0 8px}
    dl{display:flex;flex-wrap:wrap;gap:8px;margin:0}
    dl div{background:var(--panel);border-radius:6px;padding:8px 12px}
    dt{color:var(--muted);font-size:12px}dd{margin:0;font-weight:700}
    figure{margin:20px 0;border:1px solid var(--line);border-radius:6px;overflow:hidden}
    figure svg{display:block;width:100%;height:auto}
    .scroll{overflow:auto;max-height:80vh}
    table{border-collapse:collapse;width:100%;font-size:13px}
    td,th{padding:3px 8px;text-align:left;white-space:nowrap;border-bottom:1px solid var(--line)}
    th{position:sticky;top:0;background:var(--page)}
    th button{all:unset;cursor:pointer;font-weight:700}
    th button:focus-visible,tr:focus-visible{outline:2px solid var(--mark)}
    th[aria-sort=ascending] button::after{content:" ▲"}
    th[aria-sort=descending] button::after{content:" ▼"}
    .n{text-align:right;font-variant-numeric:tabular-nums}
    tr.on{background:var(--line)}
    g.on rect:not([fill-opacity]),g.on circle{stroke:var(--mark);stroke-width:1.5}
    input{font:inherit;padding:2px 6px}

    """
}
