import Analysis
import JSONText

extension RunRecord {
  /// Reads a `summary.json`; keys that it doesn't know are passed over, as the contract allows.
  ///
  /// - Throws: `JSONError` that says which value is not as the schema wants it.
  public init(bytes: [UInt8], file: String) throws(JSONError) {
    var run = try JSONDocument(bytes: bytes, file: file).root.object()
    let version = RunReport.schemaVersion
    _ = try run.required("schema_version").integer(in: version...version)
    let clock = try run.required("clock_hz").number(in: 1...1e15)
    let arrays = Double(try run.required("arrays").integer(in: 1...(1 << 32)))
    profile = try run.required("profile").string()
    network = try run.required("network").string()
    batch = try run.required("batch").integer(in: 1...65_536)
    seconds = try run.required("seconds").number(in: Self.amounts)
    peak = 2 * clock * (try run.required("peak_macs_per_cycle").number(in: Self.amounts))
    let bandwidth = try run.required("dram_bytes_per_second")
    self.bandwidth = bandwidth.isNull ? .infinity : try bandwidth.number(in: Self.amounts)
    var findings: [String] = []
    for node in try run.required("bottlenecks").array() {
      var bottleneck = try node.object()
      findings.append(try bottleneck.required("sentence").string())
    }
    self.findings = findings
    traffic = try run.optional("traffic").map { node throws(JSONError) in try RunTraffic(node) }
    var layers: [Layer] = []
    for node in try run.required("layers").array() {
      layers.append(try Layer(node, cyclesPerSecond: clock * arrays))
    }
    self.layers = layers
    all = layers
    stages = TimelineChart.Stage.following(layers.map { ($0.stage, $0.seconds) })
    var lanes: [TimelineLane] = []
    for node in try run.optional("timeline_lanes")?.array() ?? [] {
      if let lane = try TimelineLane.read(node) { lanes.append(lane) }
    }
    self.lanes = lanes
  }

  fileprivate static let amounts = 0...1e300
}

extension RunRecord.Layer {
  fileprivate init(_ node: JSONNode, cyclesPerSecond: Double) throws(JSONError) {
    var layer = try node.object()
    func count(_ key: String) throws(JSONError) -> Int {
      try layer.required(key).integer(in: 0...Int.max)
    }
    func number(_ key: String) throws(JSONError) -> Double {
      try layer.required(key).number(in: RunRecord.amounts)
    }
    name = try layer.required("name").string()
    operation = try layer.required("operation").string()
    stage = try layer.required("stage").string()
    block = try layer.required("block").string()
    var output: [Int] = []
    for extent in try layer.required("output_shape").array() {
      output.append(try extent.integer(in: 1...(1 << 20)))
    }
    self.output = output
    macs = try count("macs")
    cycles = try number("cycles")
    seconds = try number("seconds")
    utilisation = try number("array_utilisation")
    cause = try layer.required("cause").string()
    verdict = try layer.required("verdict").string()
    dramRead = try count("dram_read_bytes")
    dramWritten = try count("dram_write_bytes")
    host = try count("host_bytes")
    var attribution = try layer.required("attribution").object()
    var causes: [Double] = []
    for cause in Cause.allCases {
      // Earlier runs have no cycles of causes that came later.
      let cycles = try attribution.optional(cause.key)?.number(in: RunRecord.amounts)
      causes.append((cycles ?? 0) / cyclesPerSecond)
    }
    self.causes = causes
    traffic =
      try layer.optional("traffic").map { node throws(JSONError) in
        try RunTraffic.Part.parts(node)
      } ?? [:]
  }
}

extension TimelineLane {
  /// `nil` for a column that only a later version can draw.
  fileprivate static func read(_ node: JSONNode) throws(JSONError) -> TimelineLane? {
    var lane = try node.object()
    guard let column = Column(rawValue: try lane.required("column").string()) else { return nil }
    return TimelineLane(
      name: try lane.required("name").string(), measure: try lane.required("measure").string(),
      ceiling: try lane.required("ceiling").string(), column: column,
      full: try lane.required("full").number(in: Double.leastNormalMagnitude...1e300))
  }
}
