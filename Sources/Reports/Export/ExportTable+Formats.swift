extension ExportTable {
  /// Comma-separated, with exact values.
  public var csv: String {
    var csv = CSVText(columns: headings.map(\.name))
    for row in rows {
      for cell in row { csv.append(cell.exact) }
      csv.endRow()
    }
    return String(decoding: csv.bytes, as: UTF8.self)
  }

  /// A table of GitHub's Markdown, with readable values.
  public var markdown: String {
    let head = headings.map { Self.markdown($0.title) }
    let rule = headings.map { $0.isNumber ? "---:" : "---" }
    let body = rows.map { $0.map { Self.markdown($0.readable) } }
    return ([head, rule] + body).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// A `tabular` of LaTeX with the rules of the booktabs package, with readable values.
  public var latex: String {
    let alignment = headings.map { $0.isNumber ? "r" : "l" }.joined()
    func line(_ cells: [String]) -> String {
      "  " + cells.map(Self.latex).joined(separator: " & ") + " \\\\\n"
    }
    return "\\begin{tabular}{\(alignment)}\n  \\toprule\n" + line(headings.map(\.title))
      + "  \\midrule\n" + rows.map { line($0.map(\.readable)) }.joined()
      + "  \\bottomrule\n\\end{tabular}\n"
  }

  /// Columns between spaces, as pgfplots' `\addplot table` reads them, with exact values.
  public var pgfplots: String {
    let body = rows.map { row in
      row.map { cell -> String in
        guard case .text(let text) = cell else { return cell.exact }
        return "{\(Self.latex(text))}"
      }
    }
    return ([headings.map(\.name)] + body).map { $0.joined(separator: " ") + "\n" }.joined()
  }

  private static func markdown(_ text: String) -> String {
    text.map { character in
      switch character {
      case "|", "\\", "*", "`", "<": "\\\(character)"
      case "\n", "\r", "\r\n": " "
      default: String(character)
      }
    }.joined()
  }

  private static func latex(_ text: String) -> String {
    text.map { character in
      switch character {
      case "&", "%", "$", "#", "_", "{", "}": "\\\(character)"
      case "\\": "\\textbackslash{}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "\n", "\r", "\r\n": " "
      default: String(character)
      }
    }.joined()
  }
}
