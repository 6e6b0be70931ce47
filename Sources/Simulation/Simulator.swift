import Hardware
import LayerGraph
import Quantities

/// What the scheduler may do.
public struct SimulationOptions: Hashable, Sendable {
  /// Whether concatenations copy their inputs, as a framework without aliasing does.
  public var copiesConcatenations = false
  /// Whether a device with several arrays may run neighbouring layers that don't depend on each
  /// other side by side, and one with several streams any such layers, where that is faster.
  public var runsBranchesSideBySide = true
  /// Whether chains of convolutions may run depth-first, on systolic devices.
  public var depthFirst = DepthFirst.off
  /// Whether the result says what each task does to data and what the memories held, for replay
  /// and charts; without, it is made faster.
  public var recordsWork = true

  public init() {}
}

/// When chains of convolutions run depth-first (`FusedGroup`).
public enum DepthFirst: Hashable, Sendable {
  case off
  /// Where that makes the run faster, or as fast with less traffic.
  case auto
  /// Wherever it fits, to try what it costs.
  case always
}

/// A network scheduled and timed on a device.
public struct Simulation: Sendable {
  public let network: Network
  public let trace: Trace
  /// What each task does to data, in task order; empty if not recorded.
  public let works: [TileWork]
  /// What the on-chip memories held; empty if not recorded.
  public let buffers: [BufferUse]
  public let storages: StorageMap
  /// For each storage its scratchpad address, or `nil` if it lies in DRAM.
  public let addresses: [Int?]
  /// For each layer its mapping, or `nil` if it is no matrix product.
  public let mappings: [Mapping?]
  /// Bytes of a weight or activation, and of a partial sum.
  public let elementBytes: Int
  public let sumBytes: Int
  /// Multiply-accumulates that all arrays could do in one cycle.
  public let peakMACsPerCycle: Int
  /// Mappings priced by the search.
  public let mappingEvaluations: Int
  /// Bytes of a feature map in DRAM over those of its elements; network inputs and weights aren't
  /// compressed.
  public internal(set) var compression = 1.0
  /// By layer, what was read and written within the chip; empty if the model doesn't say.
  public internal(set) var accesses: [MemoryAccesses] = []
  /// What the tasks of a processor do to data; `nil` for a device with scratchpads.
  public var kernels: KernelRecord?
  /// The first of every two neighbouring layers that ran side by side, each on half of the arrays.
  public var sideBySide: [Int] = []
  /// By layer the stream that its kernels were issued to, `nil` where nothing runs; empty if kernels
  /// ran one after another.
  public var streams: [Int?] = []
  /// What ran depth-first; `nil` if that was not allowed.
  public var fusion: Fusion?
}

extension Simulation {
  /// The same schedule with other work or other times, to test what checks schedules.
  public func replacing(
    works: [TileWork]? = nil, starts: [Int]? = nil, storages: StorageMap? = nil,
    kernels: KernelRecord? = nil
  ) -> Simulation {
    var changed = Simulation(
      network: network,
      trace: Trace(
        schedule: trace.schedule, starts: starts ?? trace.starts, binders: trace.binders,
        makespan: trace.makespan),
      works: works ?? self.works, buffers: buffers, storages: storages ?? self.storages,
      addresses: addresses, mappings: mappings,
      elementBytes: elementBytes, sumBytes: sumBytes, peakMACsPerCycle: peakMACsPerCycle,
      mappingEvaluations: mappingEvaluations, kernels: kernels ?? self.kernels)
    changed.compression = compression
    changed.sideBySide = sideBySide
    changed.streams = streams
    changed.fusion = fusion
    changed.accesses = accesses
    return changed
  }

  /// How a layer's output lies in DRAM.
  public func dramFormat(of layer: Int) -> DRAMFormat {
    let isInput = storages.storages[storages.placements[layer].storage].isNetworkInput
    return DRAMFormat(elementBytes: elementBytes, compression: isInput ? 1 : compression)
  }
}

/// Schedules networks on devices.
public enum Simulator {
  /// Schedules and times a network on a systolic device.
  ///
  /// How much of the scratchpad whole tensors may take, and how much is left for streaming tiles,
  /// is tried in a few shares; the fastest schedule wins, then the one with the least traffic.
  ///
  /// - Parameters:
  ///   - network: what to run, at the batch that it has.
  ///   - device: what to run it on.
  ///   - options: how tensors share memory, and what to record.
  ///   - cache: mappings found before, for runs that have layers and machines in common; it changes
  ///     the time that this takes and nothing else.
  /// - Throws: `SimulationError` if a layer can't be scheduled with the profile's buffers.
  public static func simulate(
    _ network: Network, on device: SystolicDevice, options: SimulationOptions = .init(),
    cache: MappingCache = MappingCache()
  ) throws(SimulationError) -> Simulation {
    let machine = SystolicMachine(device)
    let map = StorageMap(network, copiesConcatenations: options.copiesConcatenations)
    func best(heldQuarters: Int) throws(SimulationError) -> Simulation {
      var scheduler = SystolicScheduler(
        network: network, machine: machine, map: map, cache: cache, options: options,
        heldQuarters: heldQuarters)
      return try scheduler.best()
    }
    var fastest = try best(heldQuarters: 0)
    guard machine.holdsWeights else { return fastest }
    for quarters in 1...4 {
      guard let other = try? best(heldQuarters: quarters) else { continue }
      if other.trace.makespan < fastest.trace.makespan { fastest = other }
    }
    return fastest
  }

  /// Schedules and times a network on any device.
  ///
  /// - Throws: `SimulationError` if a layer can't be scheduled or takes too long to count.
  public static func simulate(
    _ network: Network, on device: Device, options: SimulationOptions = .init(),
    cache: MappingCache = MappingCache()
  ) throws(SimulationError) -> Simulation {
    switch device {
    case .systolic(let device):
      try simulate(network, on: device, options: options, cache: cache)
    case .spatial(let device): try simulate(network, on: device, options: options)
    case .gpu(let device): try simulate(network, on: device, options: options)
    case .cpu(let device): try simulate(network, on: device)
    }
  }

  /// Schedules and times a network on a spatial array.
  ///
  /// - Throws: `SimulationError` if a layer can't be scheduled with the profile's buffers.
  public static func simulate(
    _ network: Network, on device: SpatialDevice, options: SimulationOptions = .init()
  ) throws(SimulationError) -> Simulation {
    var scheduler = SpatialScheduler(
      network: network, device: device,
      map: StorageMap(network, copiesConcatenations: options.copiesConcatenations),
      recordsWork: options.recordsWork)
    return try scheduler.run()
  }

  /// Schedules and times a network on a CPU.
  ///
  /// - Throws: `SimulationError` if a layer takes longer than can be counted.
  public static func simulate(
    _ network: Network, on device: CPUDevice
  ) throws(SimulationError) -> Simulation {
    var scheduler = CPUScheduler(network: network, device: device)
    return try scheduler.run()
  }

  /// Schedules and times a network on a GPU: on its streams, if the options allow it, where that is
  /// faster.
  ///
  /// - Throws: `SimulationError` if a layer takes longer than can be counted.
  public static func simulate(
    _ network: Network, on device: GPUDevice, options: SimulationOptions = .init()
  ) throws(SimulationError) -> Simulation {
    try GPUScheduler(network: network, device: device).best(options)
  }
}

extension SystolicMachine {
  init(_ device: SystolicDevice) {
    let clock = device.clock
    func link(_ bandwidth: BytesPerSecond, latency: Int) -> Link {
      Link(bytesPerCycle: bandwidth.value / clock.value, latency: latency)
    }
    timing = FoldTiming(
      rows: device.array.rows, columns: device.array.columns, dataflow: device.array.dataflow,
      isStrict: device.array.foldRule == .strict,
      hasShadowRegisters: device.array.hasShadowWeights,
      packsGroups: device.array.groupPacking)
    arrays = device.array.count
    skipsLastCycle = device.array.cycleCounting == .lastIndex
    operandBytes = device.operandBytes
    accumulatorElementBytes = device.accumulatorBytes
    scratchpad = device.scratchpad?.count ?? SystolicMachine.unlimited
    weightBuffer = device.weightBuffer?.count
    accumulator = device.accumulator?.count ?? SystolicMachine.unlimited
    lanes = device.vectorLanes
    dram = link(device.dramBandwidth, latency: device.dramLatency.count)
    host = device.hostBandwidth.map { link($0, latency: 0) }
    launchCycles = device.array.launchCycles
    layerCycles = device.array.layerCycles
    holdsWeights = device.holdsWeights && device.scratchpad != nil
  }
}
