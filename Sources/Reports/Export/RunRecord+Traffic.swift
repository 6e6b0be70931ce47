import Analysis
import JSONText

/// A run's traffic as its `summary.json` tells it.
public struct RunTraffic: Hashable, Sendable {
  /// The outermost level first.
  let levels: [MemoryLevel]
  /// For each level, whether it has a bound of each tensor once.
  let isBounded: [Bool]
  let floor: Int
  /// The tensors that moved most, in words.
  let findings: [String]

  /// What a layer moved at one level.
  public struct Part: Hashable, Sendable {
    /// In the order of `TrafficKind.allCases`.
    let bytes: [Int]
    let once: Int

    static let nothing = Part(bytes: TrafficKind.allCases.map { _ in 0 }, once: 0)
  }
}

extension RunTraffic {
  init(_ node: JSONNode) throws(JSONError) {
    var traffic = try node.object()
    floor = try traffic.required("floor_bytes").integer(in: 0...Int.max)
    var levels: [MemoryLevel] = []
    var isBounded: [Bool] = []
    for node in try traffic.required("levels").array() {
      var level = try node.object()
      // Only a later version can draw the levels that this one doesn't know.
      guard let known = MemoryLevel(rawValue: try level.required("level").string()) else {
        continue
      }
      levels.append(known)
      isBounded.append(try !level.required("once_bytes").isNull)
    }
    (self.levels, self.isBounded) = (levels, isBounded)
    var findings: [String] = []
    for node in try traffic.required("most_moved").array() {
      var tensor = try node.object()
      findings.append(try tensor.required("sentence").string())
    }
    self.findings = findings
  }
}

extension RunTraffic.Part {
  /// A layer's parts, by level.
  static func parts(_ node: JSONNode) throws(JSONError) -> [MemoryLevel: RunTraffic.Part] {
    var traffic = try node.object()
    var parts: [MemoryLevel: RunTraffic.Part] = [:]
    for level in MemoryLevel.allCases {
      guard let node = traffic.optional(level.key) else { continue }
      var part = try node.object()
      var bytes: [Int] = []
      for kind in TrafficKind.allCases {
        bytes.append(try part.optional(kind.key + "_bytes")?.integer(in: 0...Int.max) ?? 0)
      }
      let once = try part.optional("once_bytes")?.integer(in: 0...Int.max)
      parts[level] = RunTraffic.Part(bytes: bytes, once: once ?? 0)
    }
    return parts
  }
}

extension RunRecord {
  /// Each layer's bytes at each level of the memory hierarchy; `nil` if the summary, being of an
  /// older version, doesn't tell them.
  public func trafficChart() -> TrafficChart? {
    guard let traffic else { return nil }
    let shown = isWhole ? all : layers
    let moving = shown.filter { $0.traffic.values.contains { $0.bytes.contains { $0 > 0 } } }
    func parts(_ level: MemoryLevel) -> [RunTraffic.Part] {
      moving.map { $0.traffic[level] ?? .nothing }
    }
    let moved = shown.reduce(0) { $0 + $1.dramRead + $1.dramWritten + $1.host }
    return TrafficChart(
      subject: isWhole
        ? TrafficChart.subject(subject, moved: moved, floor: traffic.floor)
        : "\(subject): these layers move \(NumberText.memory(bytes: moved)) across the chip's edge",
      kinds: TrafficChart.kinds,
      layers: moving.map { TrafficChart.Layer(name: $0.name, stage: $0.stage, macs: $0.macs) },
      lanes: zip(traffic.levels, traffic.isBounded).map { level, isBounded in
        TrafficChart.Lane(
          name: level.name, bytes: parts(level).map(\.bytes),
          once: isBounded ? parts(level).map(\.once) : nil)
      }.filter { isWhole || $0.total > 0 }, findings: isWhole ? traffic.findings : [])
  }
}
