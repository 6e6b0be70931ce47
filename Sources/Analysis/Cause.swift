import Simulation

/// What a cycle of the arrays went to, in the spirit of the TPU v1's counters (Jouppi et al., ISCA
/// 2017, table 3).
public enum Cause: Int, CaseIterable, Sendable {
  /// Multiply-accumulates of the network, at the arrays' full rate.
  case useful
  /// Multiply-accumulates done again, for what was handed on and not kept.
  case recomputation
  /// PEs without work while operands stream: edge tiles, few filters, few channels.
  case unusedPEs
  /// The pipeline fills or drains.
  case fillDrain
  /// Stationary values shift in and nothing streams.
  case weightShift
  /// PEs wait for the on-chip buffer and its buses.
  case bufferStall
  /// Waiting for weights from memory.
  case weightStall
  /// Waiting for input from memory.
  case inputStall
  /// Waiting for results to be stored.
  case outputStall
  /// Waiting for the vector unit: pooling, activation, element-wise work.
  case vectorWork
  /// Waiting for another array's result.
  case dependencyWait
  /// Waiting for results of one's own, too few of which are in flight to hide their latency: the
  /// thread blocks of a multiprocessor are few or small.
  case occupancy
  /// Waiting for the multiprocessors that got one more wave of thread blocks.
  case lastWave
  /// Waiting for operands from a cache that all units share.
  case cacheStall
  /// The fixed cost of starting the run or a layer.
  case launch
  /// Nothing left to do.
  case idle

  /// The name for people.
  public var name: String {
    switch self {
    case .useful: "useful MACs"
    case .recomputation: "recomputation"
    case .unusedPEs: "unused PEs"
    case .fillDrain: "fill/drain"
    case .weightShift: "weight shift"
    case .bufferStall: "buffer stall"
    case .weightStall: "weight stall"
    case .inputStall: "input stall"
    case .outputStall: "output stall"
    case .vectorWork: "vector work"
    case .dependencyWait: "dependency wait"
    case .occupancy: "low occupancy"
    case .lastWave: "last wave"
    case .cacheStall: "cache stall"
    case .launch: "launch"
    case .idle: "idle"
    }
  }

  /// The name in CSV columns and JSON keys.
  public var key: String {
    switch self {
    case .useful: "useful_macs"
    case .recomputation: "recomputation"
    case .unusedPEs: "unused_pes"
    case .fillDrain: "fill_drain"
    case .weightShift: "weight_shift"
    case .bufferStall: "buffer_stall"
    case .weightStall: "weight_stall"
    case .inputStall: "input_stall"
    case .outputStall: "output_stall"
    case .vectorWork: "vector_work"
    case .dependencyWait: "dependency_wait"
    case .occupancy: "low_occupancy"
    case .lastWave: "last_wave"
    case .cacheStall: "cache_stall"
    case .launch: "launch"
    case .idle: "idle"
    }
  }

  /// What waiting for a task of a kind is called.
  init(waitingFor kind: TaskKind) {
    self =
      switch kind {
      case .launch: .launch
      case .loadWeights: .weightStall
      case .loadInput: .inputStall
      case .compute: .dependencyWait
      case .vector: .vectorWork
      case .store: .outputStall
      case .cacheLoad: .cacheStall
      }
  }
}

/// Cycles by cause.
public struct Attribution: Hashable, Sendable {
  private var cycles = [Int](repeating: 0, count: Cause.allCases.count)

  public init() {}

  public subscript(cause: Cause) -> Int {
    get { cycles[cause.rawValue] }
    set { cycles[cause.rawValue] = newValue }
  }

  /// The sum over all causes.
  public var total: Int { cycles.reduce(0, +) }

  /// The cause with the most cycles; the first of several.
  public var largest: Cause {
    Cause.allCases.max { (self[$0], $1.rawValue) < (self[$1], $0.rawValue) } ?? .idle
  }

  public static func += (a: inout Attribution, b: Attribution) {
    for cause in Cause.allCases { a[cause] += b[cause] }
  }
}
