import Hardware
import LayerGraph
import Quantities

/// Schedules a network on a GPU: kernel after kernel, each a launch, a grid of thread blocks dealt
/// out to the multiprocessors, and its traffic beside them.
struct GPUScheduler {
  let device: GPUDevice
  private let network: Network
  private let planner: KernelPlanner
  private var tasks: LayerTasks

  init(network: Network, device: GPUDevice) {
    self.network = network
    self.device = device
    tasks = LayerTasks(
      network: network, queues: ProcessorQueues(unit: "SM", count: device.multiprocessors),
      clock: device.clock, dramBandwidth: device.dramBandwidth,
      precision: device.precision)
    planner = KernelPlanner(
      network: network, operandBytes: device.precision.bytes, lanes: 4,
      winogradTiles: device.hasWinograd && device.precision != .int8 ? [4, 2] : [],
      winogradChannels: 16, hasGroupedProducts: false, copiesSlices: false)
  }

  mutating func run() throws(SimulationError) -> Simulation {
    var done: [Int] = []
    for index in network.layers.indices {
      guard let work = planner.work(of: index) else { continue }
      done = try lower(index, work, after: done)
    }
    return tasks.simulation(peak: device.macsPerCycle * Double(device.multiprocessors))
  }

  /// Appends a layer's kernels; all but the middle one of a Winograd convolution only transform.
  ///
  /// - Returns: the tasks that end the layer.
  private mutating func lower(
    _ index: Int, _ work: KernelWork, after previous: [Int]
  ) throws(SimulationError) -> [Int] {
    tasks.plan(index, work, cut: .runs(blocks(work)), spillsTransforms: true)
    var launch = previous
    for _ in 0..<work.launches {
      launch = [tasks.launch(index, cycles: device.launch, after: launch)]
    }
    var ends = launch
    let transfers: [(TaskKind, Int)] = [
      (.loadWeights, work.weightBytes),
      (.loadInput, work.inputBytes + work.intermediateBytes / 2),
      (.store, work.outputBytes + work.intermediateBytes / 2),
    ]
    for (kind, bytes) in transfers where bytes > 0 {
      ends.append(try tasks.transfer(kind, layer: index, bytes: bytes, after: launch))
    }
    if work.macs > 0 { ends += try compute(index, work, after: launch) }
    return ends
  }

  /// Blocks are dealt out evenly; a multiprocessor with one block more ends the kernel.
  private mutating func compute(
    _ index: Int, _ work: KernelWork, after launch: [Int]
  ) throws(SimulationError) -> [Int] {
    let rate = device.efficiency.rate(of: work.kind) * device.macsPerCycle * occupancy(work)
    let cycles = Double(work.products) / rate
    return try tasks.compute(
      .compute, layer: index, macs: work.macs,
      pieces: blocks(work), units: device.multiprocessors, after: launch
    ) { _, fraction in cycles * fraction }
  }

  private func blocks(_ work: KernelWork) -> Int {
    work.threads.dividedUp(by: device.blockThreads)
  }

  /// The share of the peak that as many threads can reach, for latency hides behind other threads:
  /// each multiprocessor has its own, so the products of few blocks fill few of them.
  private func occupancy(_ work: KernelWork) -> Double {
    let threads = Double(work.threads)
    return threads / (threads + device.halfRateThreads)
  }
}
