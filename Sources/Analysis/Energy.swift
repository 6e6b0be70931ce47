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

  /// - Returns: `nil` if the profile has no energy figures.
  init?(
    _ figures: EnergyFigures?, layers: [LayerAnalysis], seconds: [Double], simulation: Simulation
  ) {
    guard let figures else { return nil }
    let uses = layers.map { layer in
      EnergyUse(
        figures, layer: layer, seconds: seconds[layer.index], simulation: simulation)
    }
    self.layers = uses
    total = uses.reduce(into: EnergyUse()) { $0 += $1 }
    unknown = figures.unknown(layers: layers, simulation: simulation)
  }
}

extension EnergyUse {
  fileprivate init(
    _ figures: EnergyFigures, layer: LayerAnalysis, seconds: Double, simulation: Simulation
  ) {
    let accesses =
      simulation.accesses.isEmpty ? MemoryAccesses() : simulation.accesses[layer.index]
    let switching = simulation.readsNetworkInput(layer.index) ? 1 : 1 - figures.zeros
    let buffered = Double(accesses.scratchpad + accesses.weights + accesses.sums)
    let own = Double(accesses.elementInputs) + Double(accesses.elements) * switching
    self[.products] = figures.product * Double(layer.macs) * switching
    self[.elements] = (figures.element ?? 0) * own
    self[.buffer] = (figures.buffer ?? 0) * buffered
    self[.dram] = (figures.dram ?? 0) * Double(layer.dramRead.count + layer.dramWritten.count)
    self[.host] = (figures.host ?? 0) * Double(layer.hostTraffic.count)
    self[.idle] = (figures.idle ?? 0) * seconds
  }
}

extension EnergyFigures {
  fileprivate func unknown(
    layers: [LayerAnalysis], simulation: Simulation
  ) -> [EnergyCause] {
    let accesses = simulation.accesses.reduce(into: MemoryAccesses()) { $0 += $1 }
    let buffered = accesses.scratchpad + accesses.weights + accesses.sums
    let occurs: [(EnergyCause, Bool, Double?)] = [
      (.elements, accesses.elements > 0, element),
      (.buffer, buffered > 0 || simulation.accesses.isEmpty, buffer),
      (.dram, layers.contains { $0.dramRead.count + $0.dramWritten.count > 0 }, dram),
      (.host, layers.contains { $0.hostTraffic.count > 0 }, host), (.idle, true, idle),
    ]
    return occurs.compactMap { cause, occurs, figure in
      occurs && figure == nil ? cause : nil
    }
  }
}

extension Simulation {
  /// Whether a layer reads what comes into the network.
  fileprivate func readsNetworkInput(_ layer: Int) -> Bool {
    network.layers[layer].inputs.contains { input in
      storages.storages[storages.placements[input].storage].isNetworkInput
    }
  }
}
