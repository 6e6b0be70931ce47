import Analysis
import Hardware
import JSONText
import LayerGraph

extension RunReport {
  /// Grows when a key of `summary.json` changes its meaning; keys may be added without.
  public static let schemaVersion = 1

  /// The run as JSON: a contract, so keys are only ever added.
  ///
  /// Attributions are in array-cycles and add up to `cycles` times `arrays`; a layer's `cycles`
  /// are averaged over the arrays.
  public var summary: JSONOutput {
    let traffic = traffic
    return .object(
      members([
        ("schema_version", .integer(Self.schemaVersion)),
        ("profile", .string(run.profile.name)),
        ("network", .string(run.network.name)),
        ("batch", .integer(run.network.batch)),
        ("input_shape", shape(run.network.input)),
      ]) + timeMembers + trafficMembers
        + members([
          ("traffic", trafficJSON(traffic)),
          ("attribution", attribution(run.attribution)),
          ("energy_joules", run.energy.map { energyJSON($0.total) } ?? .null),
          ("bottlenecks", .array(run.bottlenecks.map(bottleneck))),
          ("assumptions", .array(run.profile.assumptions.map(assumption))),
          ("timeline_lanes", .array(lanes.map(lane))),
          ("layers", .array(run.layers.map { layer($0, traffic) })),
        ]))
  }

  /// The summary as the bytes of `summary.json`.
  public func summaryJSON() throws(JSONOutputError) -> [UInt8] {
    try summary.bytes(layout: .pretty)
  }

  private var timeMembers: [JSONOutput.Member] {
    members([
      ("cycles", .integer(run.makespan.count)),
      ("clock_hz", .number(run.clock.value)),
      ("seconds", .number(run.seconds)),
      ("frames_per_second", finite(run.framesPerSecond)),
      ("arrays", .integer(run.arrays)),
      ("macs", .integer(run.macs)),
      ("peak_macs_per_cycle", .integer(run.simulation.peakMACsPerCycle)),
      ("array_utilisation", .number(run.arrayUtilisation)),
    ])
  }

  private var trafficMembers: [JSONOutput.Member] {
    members([
      ("dram_bytes_per_second", finite(device.dramBandwidth.value)),
      ("dram_read_bytes", .integer(run.dramRead.count)),
      ("dram_write_bytes", .integer(run.dramWritten.count)),
      ("host_bytes", .integer(run.hostTraffic.count)),
      ("peak_activation_bytes", .integer(run.peakActivations.count)),
      ("planner", plannerJSON),
      ("fusion", fusionJSON),
    ])
  }

  private func bottleneck(_ bottleneck: Bottleneck) -> JSONOutput {
    [
      "cause": .string(bottleneck.cause.key),
      "share": .number(bottleneck.share),
      "worst_layer": .string(bottleneck.worstLayer),
      "sentence": .string(bottleneck.sentence),
    ]
  }

  /// A figure of the profile that no publication backs.
  private func assumption(_ figure: Figure) -> JSONOutput {
    [
      "path": .string(figure.path),
      "value": .string(figure.text),
      "kind": .string(figure.provenance.kind),
      "why": .string(figure.provenance.text),
    ]
  }

  /// How to read a column of `timeline.csv`.
  private func lane(_ lane: TimelineLane) -> JSONOutput {
    [
      "column": .string(lane.column.rawValue),
      "name": .string(lane.name),
      "measure": .string(lane.measure),
      "ceiling": .string(lane.ceiling),
      "full": .number(lane.full),
    ]
  }

  private func layer(_ layer: LayerAnalysis, _ traffic: TrafficAnalysis) -> JSONOutput {
    let node = run.network.layers[layer.index]
    return [
      "name": .string(node.name),
      "operation": .string(node.operation.name),
      "stage": .string(node.stage),
      "block": .string(node.block),
      "output_shape": shape(node.output),
      "macs": .integer(layer.macs),
      "cycles": cycles(layer.attribution.total),
      "seconds": .number(seconds(layer.attribution.total)),
      "cause": .string(layer.attribution.total > 0 ? layer.attribution.largest.key : "hidden"),
      "verdict": .string(layer.verdict.rawValue),
      "array_utilisation": .number(utilisation(of: layer)),
      "dram_read_bytes": .integer(layer.dramRead.count),
      "dram_write_bytes": .integer(layer.dramWritten.count),
      "host_bytes": .integer(layer.hostTraffic.count),
      "traffic": trafficJSON(traffic, of: layer.index),
      "attribution": attribution(layer.attribution),
      "energy_joules": run.energy.map { energyJSON($0.layers[layer.index]) } ?? .null,
    ]
  }

  private func attribution(_ attribution: Attribution) -> JSONOutput {
    .object(Cause.allCases.map { JSONOutput.Member($0.key, .integer(attribution[$0])) })
  }

  private func cycles(_ arrayCycles: Int) -> JSONOutput {
    arrayCycles % run.arrays == 0
      ? .integer(arrayCycles / run.arrays) : .number(run.cycles(arrayCycles))
  }

  private func shape(_ shape: Shape) -> JSONOutput {
    [.integer(shape.channels), .integer(shape.height), .integer(shape.width)]
  }

  private func finite(_ value: Double) -> JSONOutput { value.isFinite ? .number(value) : .null }

  private func members(_ pairs: [(String, JSONOutput)]) -> [JSONOutput.Member] {
    pairs.map { JSONOutput.Member($0.0, $0.1) }
  }
}
