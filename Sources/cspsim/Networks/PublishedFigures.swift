import ModelZoo
import Reports

/// What the literature prints about networks, beside what cspsim counts.
struct PublishedFigures {
  let checks: [NetworkCheck]

  /// A figure that differs is never without a word on why.
  var table: TerminalTable {
    var table = TerminalTable([
      .init("network", importance: 9),
      .init("figure", importance: 8),
      .init("published", .right, importance: 7),
      .init("ours", .right, importance: 6),
      .init("difference", .right, importance: 5),
      .init("explanation", minimumWidth: 12, importance: 4),
      .init("source", minimumWidth: 12, importance: 1),
    ])
    for check in checks { table.append(cells(check)) }
    return table
  }

  private func cells(_ check: NetworkCheck) -> [String] {
    let figure = check.figure
    return [
      check.network, "\(figure.quantity)",
      NumberText.fixed(figure.value, decimals: figure.decimals),
      check.ours.map { NumberText.fixed($0, decimals: figure.decimals) } ?? "",
      difference(check), explanation(check), figure.source,
    ]
  }

  private func difference(_ check: NetworkCheck) -> String {
    guard let difference = check.difference, check.agrees == false else { return "" }
    return (difference > 0 ? "+" : "")
      + NumberText.fixed(difference, decimals: check.figure.decimals)
  }

  private func explanation(_ check: NetworkCheck) -> String {
    switch check.agrees {
    case nil: "not counted by cspsim"
    case true?: check.figure.explanation
    case false?:
      check.figure.explanation.isEmpty ? "unexplained" : check.figure.explanation
    }
  }
}
