import Hardware
import LayerGraph
import Quantities
import Simulation

/// What a layer cost on the device.
public struct LayerAnalysis: Sendable {
  /// Index into the network's layers.
  public let index: Int
  /// Array-cycles by cause; their total is the layer's share of the makespan.
  public let attribution: Attribution
  /// Multiply-accumulates of the network, batch included.
  public let macs: Int
  /// Multiply-accumulates done again.
  public let recomputedMACs: Int
  /// Bytes over the DRAM channel, batch included.
  public let dramRead: Bytes
  public let dramWritten: Bytes
  /// Bytes over the host's link: the network's inputs and outputs.
  public let hostTraffic: Bytes
  /// What the largest cause says.
  public let verdict: Verdict
}

/// A run's time, traffic and causes; all that reports print.
public struct RunAnalysis: Sendable {
  public let simulation: Simulation
  public let profile: HardwareProfile
  /// The clock that cycles count.
  public let clock: Hertz
  /// One for each layer of the network, in its order.
  public let layers: [LayerAnalysis]
  /// Array-cycles by cause over the run; their total is the makespan times `arrays`.
  public let attribution: Attribution
  /// Compute resources: PE arrays, multiprocessors or cores.
  public let arrays: Int
  /// The most bytes of activations alive at a time, batch included.
  public let peakActivations: Bytes
  /// What no order of the layers gets below, with tensors sharing memory as they do.
  public let leastPeakActivations: Bytes
  /// What running depth-first brought, if it was allowed.
  public let fusion: FusionGains?
  /// By layer.
  public let energyWorks: [EnergyWork]
  /// Joules by layer and cause, or `nil` if the profile has no energy figures.
  public let energy: EnergyAnalysis?
  /// The three causes other than useful work that cost most.
  public let bottlenecks: [Bottleneck]

  public var network: Network { simulation.network }
  /// From the first task's start to the last one's end.
  public var makespan: Cycles { Cycles(simulation.trace.makespan) }
  public var seconds: Double { makespan.seconds(at: clock) }

  /// Images a second.
  public var framesPerSecond: Double {
    seconds > 0 ? Double(network.batch) / seconds : .infinity
  }

  public var macs: Int { layers.reduce(0) { $0 + $1.macs } }
  public var recomputedMACs: Int { layers.reduce(0) { $0 + $1.recomputedMACs } }

  /// Useful multiply-accumulates over those that the arrays could have done; of Winograd kernels,
  /// the fewer ones that they do.
  public var arrayUtilisation: Double {
    let peak = Double(simulation.peakMACsPerCycle) * Double(makespan.count)
    let done = layers.reduce(0) {
      $0 + Double($1.macs) * simulation.multiplications(of: $1.index)
    }
    return peak > 0 ? done / peak : 0
  }

  public var dramRead: Bytes { layers.reduce(.zero) { $0 + $1.dramRead } }
  public var dramWritten: Bytes { layers.reduce(.zero) { $0 + $1.dramWritten } }
  public var dramTraffic: Bytes { dramRead + dramWritten }
  public var hostTraffic: Bytes { layers.reduce(.zero) { $0 + $1.hostTraffic } }

  /// A cause's or a layer's cycles, averaged over the arrays.
  public func cycles(_ arrayCycles: Int) -> Double { Double(arrayCycles) / Double(arrays) }

  /// A share of the makespan, from 0 to 1.
  public func share(_ arrayCycles: Int) -> Double {
    let total = attribution.total
    return total > 0 ? Double(arrayCycles) / Double(total) : 0
  }

  public init(_ simulation: Simulation, profile: HardwareProfile, device: SystolicDevice) {
    self.init(simulation, profile: profile, device: .systolic(device))
  }

  /// - Parameters:
  ///   - simulation: the run.
  ///   - profile: the figures that it rests on, with their sources.
  ///   - device: what the simulation ran on, which may differ from the profile's.
  public init(_ simulation: Simulation, profile: HardwareProfile, device: Device) {
    self.simulation = simulation
    self.profile = profile
    clock = device.clock
    let resources = simulation.trace.schedule.resources
    let arrays = resources.filter { $0.role == .compute }.count
    self.arrays = arrays
    let recomputed =
      simulation.fusion?.recomputedMACs(in: simulation.network)
      ?? [Int](repeating: 0, count: simulation.network.layers.count)
    let walk = AttributionWalk(
      simulation.trace, layerCount: simulation.network.layers.count,
      macsPerArray: simulation.peakMACsPerCycle / arrays, kind: device.kind,
      recomputed: recomputed)
    let layers = RunAnalysis.layers(
      simulation, attributions: walk.layers, recomputed: recomputed)
    self.layers = layers
    fusion = simulation.fusion.map { FusionGains($0, simulation, layers: layers, arrays: arrays) }
    let attribution = walk.layers.reduce(into: Attribution()) { $0 += $1 }
    self.attribution = attribution
    peakActivations = Bytes(simulation.peakActivationBytes)
    leastPeakActivations = Bytes(
      simulation.storages.leastPeakBytes(
        of: simulation.network, elementBytes: device.operandBytes))
    let frequency = clock.value
    energyWorks = layers.map { layer in
      EnergyWork(
        layer, seconds: Double(layer.attribution.total) / Double(arrays) / frequency,
        simulation: simulation)
    }
    energy = profile.energy.map { [energyWorks] in
      EnergyAnalysis($0, works: energyWorks, countsAccesses: !simulation.accesses.isEmpty)
    }
    bottlenecks = Bottleneck.top(
      3, of: attribution, layers: layers, simulation: simulation, device: device)
  }

  private static func layers(
    _ simulation: Simulation, attributions: [Attribution], recomputed: [Int]
  ) -> [LayerAnalysis] {
    let schedule = simulation.trace.schedule
    let roles = schedule.queues.map { schedule.resources[$0.resource].role }
    let count = simulation.network.layers.count
    var read = [Int](repeating: 0, count: count)
    var written = [Int](repeating: 0, count: count)
    var host = [Int](repeating: 0, count: count)
    var macs = [Int](repeating: 0, count: count)
    for task in schedule.tasks where task.layer >= 0 {
      let layer = Int(task.layer)
      macs[layer] += task.macs
      switch roles[Int(task.queue)] {
      case .dram where task.kind == .store: written[layer] += task.bytes
      case .dram: read[layer] += task.bytes
      case .host: host[layer] += task.bytes
      case .compute, .vector, .control, .cache: break
      }
    }
    return (0..<count).map {
      LayerAnalysis(
        index: $0, attribution: attributions[$0], macs: macs[$0] - recomputed[$0],
        recomputedMACs: recomputed[$0], dramRead: Bytes(read[$0]),
        dramWritten: Bytes(written[$0]), hostTraffic: Bytes(host[$0]),
        verdict: Verdict(attributions[$0]))
    }
  }
}
