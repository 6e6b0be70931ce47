import Analysis

extension RunRecord {
  var subject: String { "\(network) on \(profile), batch \(batch)" }

  /// Each layer's time by cause.
  public func bottleneckChart() -> BottleneckChart {
    var chart = BottleneckChart(
      subject: "\(subject): \(NumberText.si(seconds, unit: "s"))", causes: Self.causes,
      bars: layers.map {
        BottleneckChart.Bar(
          name: $0.name, stage: $0.stage, verdict: $0.verdict, times: $0.causes)
      }, findings: isWhole ? findings : [])
    if !isWhole { chart.sumName = "these layers" }
    return chart
  }

  /// Each layer that computes and moves bytes, against the device's roofs.
  public func rooflineChart() -> RooflineChart {
    RooflineChart(
      subject: "\(subject): \(NumberText.si(seconds, unit: "s"))", peak: peak,
      bandwidth: bandwidth,
      dots: layers.enumerated().map { place, layer in
        let operations = 2 * Double(layer.macs)
        let cause = Cause.allCases.first { $0.key == layer.cause }
        return RooflineChart.Dot(
          name: layer.name, intensity: operations / Double(layer.dramRead + layer.dramWritten),
          rate: operations / layer.seconds, share: seconds > 0 ? layer.seconds / seconds : 0,
          verdict: layer.verdict, ink: (cause ?? .idle).ink, layer: place)
      })
  }

  /// The work of the layers that compute, for one image.
  public var load: LoadChart.Network {
    LoadChart.Network(
      name: network,
      bars: layers.filter { $0.macs > 0 }.map {
        LoadChart.Bar(name: $0.name, bflops: 2 * Double($0.macs) / Double(batch) / 1e9)
      })
  }

  fileprivate static let causes = Cause.allCases.map {
    BottleneckChart.Cause(name: $0.name, ink: $0.ink)
  }
}

extension ComparisonChart {
  /// Runs side by side, by the time of one image.
  public init(_ records: [RunRecord]) {
    let names = Comparison.alignedStages(records.map { $0.layers.map(\.stage) })
    self.init(
      causes: RunRecord.causes,
      runs: records.enumerated().map { index, record in
        Run(
          letter: ComparisonReport.letter(of: index), name: record.subject,
          times: record.secondsPerImage { _ in true })
      },
      stages: names.map { name in
        Stage(
          name: name, times: records.map { $0.secondsPerImage { $0.stage == name } })
      })
  }
}

extension RunRecord {
  fileprivate func secondsPerImage(of isChosen: (Layer) -> Bool) -> [Double] {
    let chosen = layers.filter(isChosen)
    return Cause.allCases.indices.map { cause in
      chosen.reduce(0) { $0 + $1.causes[cause] } / Double(batch)
    }
  }
}
