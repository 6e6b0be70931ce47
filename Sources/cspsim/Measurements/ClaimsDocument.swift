import Hardware
import LayerGraph
import Quantities
import Reports
import Validation

/// Published frame rates beside predicted ones, and which network is faster by both.
struct ClaimsDocument {
  let report: ValidationReport

  private var comparisons: [Comparison] { report.devices.flatMap(\.comparisons) }

  var table: TerminalTable {
    var table = TerminalTable([
      .init("network", importance: 9), .init("input", .right, importance: 8),
      .init("device", importance: 7), .init("published fps", .right, importance: 6),
      .init("predicted fps", .right, importance: 5),
      .init("predicted/published", .right, importance: 4),
    ])
    for comparison in comparisons {
      let row = comparison.measurement
      table.append([
        row.network, size(row), device(row), rate(row.batch, comparison.measuredSeconds),
        rate(row.batch, comparison.predictedSeconds),
        Decimal.fixed(comparison.measuredSeconds / comparison.predictedSeconds, places: 2),
      ])
    }
    return table
  }

  /// For each device and input size with several networks, their order from fastest to slowest.
  var orders: String {
    var text = ""
    for group in groups where group.count > 1 {
      let row = group[0].measurement
      text += "\nOn \(device(row)) at \(size(row)), fastest first:\n"
      text += "  published: " + order(group) { $0.measuredSeconds } + "\n"
      text += "  predicted: " + order(group) { $0.predictedSeconds } + "\n"
    }
    return text
  }

  /// Comparisons of one device and input size, in the order of the file.
  private var groups: [[Comparison]] {
    var groups: [[Comparison]] = []
    for comparison in comparisons {
      let row = comparison.measurement
      let place = groups.firstIndex {
        $0[0].measurement.device == row.device && $0[0].measurement.input == row.input
      }
      if let place { groups[place].append(comparison) } else { groups.append([comparison]) }
    }
    return groups
  }

  private func order(_ group: [Comparison], by seconds: (Comparison) -> Double) -> String {
    let sorted = group.enumerated().sorted {
      (seconds($0.element), $0.offset) < (seconds($1.element), $1.offset)
    }
    let best = sorted.first.map { seconds($0.element) } ?? 0
    return sorted.map {
      let slower = Decimal.fixed(seconds($0.element) / best, places: 2)
      return $0.element.measurement.network + " (×\(slower))"
    }.joined(separator: ", ")
  }

  private func device(_ row: Measurement) -> String { MeasuredDevice.of(row).profile }

  private func size(_ row: Measurement) -> String {
    row.input.map { "\($0.width)×\($0.height)" } ?? "–"
  }

  private func rate(_ batch: Int, _ seconds: Double) -> String {
    Decimal.fixed(Double(batch) / seconds, places: 0)
  }
}
