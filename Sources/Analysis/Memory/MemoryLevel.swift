/// A level of a device's memory hierarchy.
public enum MemoryLevel: String, CaseIterable, Sendable {
  /// The link to the host.
  case host
  case dram
  /// The cache that a GPU's multiprocessors share.
  case sharedCache = "l2"
  /// A CPU's caches beyond the first, whose traffic its kernels' efficiencies contain.
  case caches
  /// Of a systolic device, for inputs and outputs, and weights where they have no buffer of their own.
  case scratchpad
  /// Of a spatial device, for inputs and partial sums.
  case globalBuffer = "global_buffer"
  case weightBuffer = "weight_buffer"
  case accumulators
  /// The processing elements' own memories.
  case elements = "pe_memory"

  /// The name in CSV columns and JSON keys.
  public var key: String { rawValue }

  /// The name for people.
  public var name: String {
    switch self {
    case .host: "host link"
    case .dram: "DRAM"
    case .sharedCache: "L2 cache"
    case .caches: "caches beyond L1"
    case .scratchpad: "scratchpad"
    case .globalBuffer: "global buffer"
    case .weightBuffer: "weight buffer"
    case .accumulators: "accumulators"
    case .elements: "PE memories"
    }
  }
}

/// What bytes that are moved hold.
public enum TrafficKind: Int, CaseIterable, Sendable {
  case weights
  case inputs
  case outputs
  /// Partial sums.
  case sums
  /// Weights and inputs, where the model doesn't tell them apart.
  case operands

  /// The name in CSV columns and JSON keys.
  public var key: String {
    switch self {
    case .weights: "weights"
    case .inputs: "inputs"
    case .outputs: "outputs"
    case .sums: "partial_sums"
    case .operands: "operands"
    }
  }

  /// The name for people.
  public var name: String {
    switch self {
    case .weights, .inputs, .outputs: key
    case .sums: "partial sums"
    case .operands: "weights and inputs together"
    }
  }
}

/// Bytes by what they hold.
public struct TrafficBytes: Hashable, Sendable {
  private var bytes = [Int](repeating: 0, count: TrafficKind.allCases.count)

  public init() {}

  public subscript(kind: TrafficKind) -> Int {
    get { bytes[kind.rawValue] }
    set { bytes[kind.rawValue] = newValue }
  }

  /// The sum over all kinds.
  public var total: Int { bytes.reduce(0, +) }

  static func += (a: inout TrafficBytes, b: TrafficBytes) {
    for kind in TrafficKind.allCases { a[kind] += b[kind] }
  }
}
