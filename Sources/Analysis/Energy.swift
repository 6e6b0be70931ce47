import Hardware
import LayerGraph
import Quantities
import Simulation

/// What energy is spent on.
public enum EnergyCause: Int, CaseIterable, Sendable {
  /// Multiply-accumulates.
  case products
  /// The processing elements' own memories.
  case elements
  /// The on-chip buffers.
  case buffer
  case dram
  /// The link to the host.
  case host
  /// Leakage and the clock, whatever is done.
  case idle

  /// The name for people.
  public var name: String {
    switch self {
    case .products: "MACs"
    case .elements: "PE memory"
    case .buffer: "buffers"
    case .dram: "DRAM"
    case .host: "host link"
    case .idle: "static"
    }
  }

  /// The name in CSV columns and JSON keys.
  public var key: String {
    switch self {
    case .products: "macs"
    case .elements: "pe_memory"
    case .buffer: "buffers"
    case .dram: "dram"
    case .host: "host"
    case .idle: "static"
    }
  }
}

/// Joules by cause.
public struct EnergyUse: Hashable, Sendable {
  private var joules = [Double](repeating: 0, count: EnergyCause.allCases.count)

  public init() {}

  public subscript(cause: EnergyCause) -> Double {
    get { joules[cause.rawValue] }
    set { joules[cause.rawValue] = newValue }
  }

  /// The sum over all causes.
  public var total: Double { joules.reduce(0, +) }

  /// What the chip itself spends: all but DRAM.
  public var chip: Double { total - self[.dram] }

  /// What all layers spend together.
  public init(_ figures: EnergyFigures, works: [EnergyWork]) {
    for work in works { self += EnergyUse(figures, work) }
  }

  static func += (a: inout EnergyUse, b: EnergyUse) {
    for cause in EnergyCause.allCases { a[cause] += b[cause] }
  }
}

/// A run's energy by layer and cause.
public struct EnergyAnalysis: Hashable, Sendable {
  /// Of the whole batch.
  public let total: EnergyUse
  /// By layer.
  public let layers: [EnergyUse]
  /// Causes that did occur and that the profile gives no figure for: they are missing from the
  /// totals.
  public let unknown: [EnergyCause]

  /// - Parameter countsAccesses: whether accesses within the chip are known.
  init(_ figures: EnergyFigures, works: [EnergyWork], countsAccesses: Bool) {
    layers = works.map { EnergyUse(figures, $0) }
    total = EnergyUse(figures, works: works)
    unknown = figures.unknown(works, countsAccesses: countsAccesses)
  }
}

extension EnergyUse {
  init(_ figures: EnergyFigures, _ work: EnergyWork) {
    let switching = work.readsNetworkInput ? 1 : 1 - figures.zeros
    let own = Double(work.elementInputs) + Double(work.elements) * switching
    self[.products] = figures.product * Double(work.macs) * switching
    self[.elements] = (figures.element ?? 0) * own
    self[.buffer] = (figures.buffer ?? 0) * Double(work.buffered)
    self[.dram] = (figures.dram ?? 0) * Double(work.dram)
    self[.host] = (figures.host ?? 0) * Double(work.host)
    self[.idle] = (figures.idle ?? 0) * work.seconds
  }
}

extension EnergyFigures {
  fileprivate func unknown(_ works: [EnergyWork], countsAccesses: Bool) -> [EnergyCause] {
    let occurs: [(EnergyCause, Bool, Double?)] = [
      (.elements, works.contains { $0.elements > 0 }, element),
      (.buffer, !countsAccesses || works.contains { $0.buffered > 0 }, buffer),
      (.dram, works.contains { $0.dram > 0 }, dram),
      (.host, works.contains { $0.host > 0 }, host), (.idle, true, idle),
    ]
    return occurs.compactMap { cause, occurs, figure in
      occurs && figure == nil ? cause : nil
    }
  }
}
