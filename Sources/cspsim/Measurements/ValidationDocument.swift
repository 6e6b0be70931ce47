import JSONText
import Quantities
import Reports
import Validation

/// How a validation is printed.
struct ValidationDocument {
  let report: ValidationReport
  /// Scores of networks left out of fits, and of devices predicted from their siblings, if asked for.
  var leftOut: GeneralisationScores?
  var transferred: GeneralisationScores?

  init(_ report: ValidationReport) { self.report = report }

  /// The reasons for which measurements were skipped, by device key; most frequent first.
  private var reasons: [(device: String, reason: String, count: Int)] {
    var counts: [String: [String: Int]] = [:]
    for skipped in report.skipped {
      counts[skipped.measurement.device, default: [:]][skipped.reason.description, default: 0] += 1
    }
    return counts.keys.sorted().flatMap { device in
      (counts[device] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { (device, $0.key, $0.value) }
    }
  }

  /// A contract: keys are only ever added.
  var json: JSONOutput {
    let skipped = Dictionary(grouping: reasons, by: \.device)
    let devices: [JSONOutput] = report.devices.map { device in
      let count = (skipped[device.device] ?? []).reduce(0) { $0 + $1.count }
      let members: JSONOutput = [
        "device": .string(device.device), "kind": .string(device.kind.rawValue),
        "threads": device.threads.map { .integer($0) } ?? .null,
        "n": .integer(device.score.count), "mape": .number(device.score.meanError),
        "median": .number(device.score.medianError), "worst": .number(device.score.worstError),
        "rank_correlation": device.score.rankCorrelation.map { .number($0) } ?? .null,
        "skipped": .integer(count),
      ]
      return members.adding(generalisation(of: device))
    }
    let reasons: [JSONOutput] = reasons.map {
      ["device": .string($0.device), "reason": .string($0.reason), "n": .integer($0.count)]
    }
    return ["devices": .array(devices), "skipped": .array(reasons)]
  }

  /// Beside the contract's keys, those of the scores that were asked for.
  private func generalisation(of device: DeviceScore) -> [JSONOutput.Member] {
    let asked = [("left_out_mape", leftOut), ("transfer_mape", transferred)]
    return asked.compactMap { key, scores in
      scores.map { scores in
        let score = scores.score(of: device.device, threads: device.threads)
        return JSONOutput.Member(key, score.map { .number($0.meanError) } ?? .null)
      }
    }
  }

  var table: TerminalTable {
    let asked =
      (leftOut == nil ? [] : [("left out", leftOut)])
      + (transferred == nil ? [] : [("transfer", transferred)])
    var table = TerminalTable(
      [
        .init("device", importance: 3), .init("threads", .right, importance: 2),
        .init("n", .right, importance: 2), .init("mean error", .right, importance: 3),
        .init("median", .right, importance: 1), .init("worst", .right, importance: 1),
        .init("rank correlation", .right, importance: 0),
      ] + asked.map { .init($0.0, .right, importance: 3) })
    for device in report.devices {
      let score = device.score
      table.append(
        [
          device.device, device.threads.map(String.init) ?? "–", String(score.count),
          percent(score.meanError), percent(score.medianError), percent(score.worstError),
          score.rankCorrelation.map { Decimal.fixed($0, places: 3) } ?? "–",
        ]
          + asked.map { scores in
            scores.1?.score(of: device.device, threads: device.threads).map {
              percent($0.meanError)
            }
              ?? "–"
          })
    }
    return table
  }

  /// What wasn't predicted, and why.
  var skippedText: String {
    guard !report.skipped.isEmpty else { return "Every measurement is predicted.\n" }
    let lines = reasons.map { item in
      let device = item.device.isEmpty ? "(no device key)" : item.device
      return "  \(item.count) of \(device): \(item.reason)\n"
    }
    return "Not predicted: \(report.skipped.count) measurements\n" + lines.joined()
  }

  /// One row a measurement.
  var csv: String {
    var text = "device,network,input,batch,precision,threads,measured_ms,predicted_ms,error\n"
    for device in report.devices {
      for comparison in device.comparisons {
        let row = comparison.measurement
        let fields = [
          row.device, row.key, row.input.map { "\($0.width)x\($0.height)" } ?? "", "\(row.batch)",
          row.precision, row.threads.map(String.init) ?? "",
          Decimal.fixed(comparison.measuredSeconds * 1e3, places: 4),
          Decimal.fixed(comparison.predictedSeconds * 1e3, places: 4),
          Decimal.fixed(comparison.error, places: 4),
        ]
        text += fields.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  /// Every measurement as a table and as a picture.
  func files(in folder: String) -> [OutputFile] {
    [
      OutputFile(path: folder + "/validation.csv", bytes: Array(csv.utf8)),
      OutputFile(path: folder + "/validation.svg", bytes: chart.svg()),
    ]
  }

  private var chart: PredictionChart {
    PredictionChart(
      subject: "\(report.devices.reduce(0) { $0 + $1.score.count }) published measurements",
      groups: [
        .init(name: "CPU, one thread", ink: .blue), .init(name: "CPU, more threads", ink: .sky),
        .init(name: "GPU", ink: .orange), .init(name: "accelerator", ink: .green),
      ],
      dots: report.devices.flatMap { device in
        device.comparisons.map {
          PredictionChart.Dot(
            name: "\($0.measurement.key) on \(device.device)",
            measuredSeconds: $0.measuredSeconds, predictedSeconds: $0.predictedSeconds,
            ink: ink(of: device))
        }
      })
  }

  private func ink(of device: DeviceScore) -> Ink {
    switch device.kind {
    case .cpu: device.threads == 1 ? .blue : .sky
    case .gpu: .orange
    case .systolic, .spatial: .green
    }
  }

  private func percent(_ fraction: Double) -> String {
    Decimal.fixed(fraction * 100, places: 1) + " %"
  }
}

extension JSONOutput {
  /// The object with further members.
  fileprivate func adding(_ members: [Member]) -> JSONOutput {
    guard case .object(let own) = self else { return self }
    return .object(own + members)
  }
}
