import Hardware
import LayerGraph
import Quantities

/// Schedules a network on a CPU: layer after layer, each a fork, its transfers, one chunk a thread,
/// and a join.
///
/// Tensors beyond the largest cache travel to DRAM and back, and weights are read from DRAM once a
/// run; neither overlaps with the computation, whose loads stall on them.
struct CPUScheduler {
  let device: CPUDevice
  private let network: Network
  private let memory: CPUMemory
  private var tasks: LayerTasks

  /// A micro-kernel's loading, adding up and storing of an output cost as much as this many
  /// products (a 4×4 to 8×12 register tile, filled and emptied once).
  private static let productsPerAccumulation = 20.0

  init(network: Network, device: CPUDevice) {
    self.network = network
    self.device = device
    memory = CPUMemory(network: network, device: device)
    tasks = LayerTasks(
      network: network, queues: ProcessorQueues(unit: "core", count: device.threads),
      clock: device.clock, dramBandwidth: memory.dramBandwidth,
      precision: device.precision)
  }

  mutating func run() throws(SimulationError) -> Simulation {
    let work = device.planner(for: network)
    var accesses = [MemoryAccesses](repeating: MemoryAccesses(), count: network.layers.count)
    var done: [Int] = []
    for index in network.layers.indices {
      guard let work = work(index) else { continue }
      accesses[index] = memory.accesses(work)
      done = try lower(index, work, after: done)
    }
    var simulation = tasks.simulation(peak: device.macsPerCycle * Double(device.threads))
    if !device.caches.isEmpty { simulation.accesses = accesses }
    return simulation
  }

  /// Appends a layer's tasks.
  ///
  /// - Returns: the tasks that end the layer.
  private mutating func lower(
    _ index: Int, _ work: KernelWork, after previous: [Int]
  ) throws(SimulationError) -> [Int] {
    tasks.plan(index, work, cut: work.cut ?? .channels(device.lanes))
    let call = tasks.launch(index, cycles: callCycles(work), after: previous)
    let spills = memory.spills(work)
    var loads = [call]
    if work.weightBytes > 0, !memory.keepsWeights {
      loads.append(
        try tasks.transfer(.loadWeights, layer: index, bytes: work.weightBytes, after: [call]))
    }
    if spills {
      loads.append(
        try tasks.transfer(.loadInput, layer: index, bytes: work.inputBytes, after: [call]))
    }
    let chunks = try compute(index, work, after: loads)
    guard spills else { return chunks }
    return [try tasks.transfer(.store, layer: index, bytes: work.outputBytes, after: chunks)]
  }

  /// A library of channel-packed kernels calls itself for each group of a grouped convolution; the
  /// planar kernels are called once, and share out each of their passes.
  private func callCycles(_ work: KernelWork) -> Cycles {
    let isPlanar = device.library == .planar
    let groups = isPlanar || work.kind == .winograd ? 1 : work.launches
    let forks = device.threads == 1 ? 0 : isPlanar ? work.launches : groups
    return Cycles(groups * device.layerOverhead.count + forks * device.forkJoin.count)
  }

  /// One chunk for each thread that gets pieces; the pieces are dealt out evenly, so that slower
  /// cores end last.
  private mutating func compute(
    _ index: Int, _ work: KernelWork, after loads: [Int]
  ) throws(SimulationError) -> [Int] {
    let device = device
    let threads = min(device.threads, work.pieces)
    let cycles = coreCycles(work) * (1 + device.contention * Double(threads - 1))
    return try tasks.compute(
      work.macs > 0 ? .compute : .vector, layer: index, macs: work.macs, pieces: work.pieces,
      units: threads, after: loads
    ) { core, fraction in
      cycles * fraction / (core < device.cores ? 1 : device.slowSpeed)
    }
  }

  /// The cycles that one fast core takes for the whole layer once its operands are in cache.
  private func coreCycles(_ work: KernelWork) -> Double {
    let efficiency = device.efficiency
    let accumulation = CPUScheduler.productsPerAccumulation * Double(work.accumulations)
    let products = (Double(work.products) + accumulation) / efficiency.rate(of: work.kind)
    let passes =
      Double(work.elements)
      / (work.kind == .pooling
        ? efficiency.pooling ?? efficiency.elementwise : efficiency.elementwise)
    let isPass = work.kind == .depthwise
    return products / (isPass ? device.passMACsPerCycle : device.macsPerCycle)
      + passes / device.passMACsPerCycle + memory.cacheCycles(work)
      + Double(work.scalarSteps) * device.scalarCycles
  }
}

extension CPUDevice {
  /// What counts the work of a network's layers for the device's library.
  fileprivate func planner(for network: Network) -> (Int) -> KernelWork? {
    switch library {
    case .channelPacked:
      KernelPlanner(
        network: network, operandBytes: precision.bytes, lanes: lanes,
        winogradTiles: precision == .int8 ? [] : [6, 4, 2], winogradChannels: 8
      ).work
    case .planar:
      PlanarKernels(
        network: network, operandBytes: precision.bytes, lanes: lanes, threads: threads
      ).work
    }
  }
}

extension KernelEfficiency {
  /// The fraction of peak that a class of kernel reaches.
  func rate(of kind: KernelKind) -> Double {
    switch kind {
    case .matrix: matrix
    case .spatial: spatial
    case .winograd: winograd
    case .depthwise: depthwise
    case .grouped: grouped ?? matrix
    case .pooling, .elementwise, .scalar: 1
    }
  }
}
