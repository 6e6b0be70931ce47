import Hardware
import JSONText
import LayerGraph

/// A fingerprint of all that a sweep's results depend on (FNV-1a, 64 bits).
struct Digest {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// - Parameter networks: fingerprints of the networks before their options.
  init(_ plan: SweepPlan, networks: [String], version: String) throws(SweepError) {
    add(version)
    for text in plan.specification.lines { add(text) }
    for network in networks { add(network) }
    var values = plan.axes.map { $0.values[0] }
    for profile in plan.specification.profiles {
      values[0] = profile
      var request = try plan.request(values)
      request.overrides = []
      guard let profile = try? plan.evaluator.profile(request) else { continue }
      for figure in profile.figures { add("\(figure.path)=\(figure.text)") }
      add("\(profile.device)")
    }
  }

  private init() {}

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The fingerprint of a network: every layer with its operation and wiring.
  static func text(of network: Network) -> String {
    var digest = Digest()
    for layer in network.layers {
      digest.add("\(layer.name) \(layer.operation) \(layer.inputs) \(layer.output)")
    }
    return digest.text
  }

  private mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0)
  }

  private mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}

extension SweepSpecification {
  /// What decides the rows; objectives don't.
  fileprivate var lines: [String] {
    axes.map { "\($0.key.name): \($0.values.joined(separator: ","))" }
      + zips.map { "zip: \($0.joined(separator: ","))" } + ["\(sampling)"]
      + constraints.map { "where: \($0.text)" }
  }
}
