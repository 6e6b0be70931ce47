import Hardware
import LayerGraph
import Quantities

/// Schedules a network on a GPU: kernel after kernel, each a launch, a grid of thread blocks dealt
/// out to the multiprocessors, and beside them its traffic through the shared cache and DRAM.
struct GPUScheduler {
  let device: GPUDevice
  private let network: Network
  private let planner: GPUKernelPlanner
  private var tasks: LayerTasks

  init(network: Network, device: GPUDevice) {
    self.network = network
    self.device = device
    planner = GPUKernelPlanner(network: network, device: device)
    tasks = LayerTasks(
      network: network,
      queues: ProcessorQueues(unit: "SM", count: device.multiprocessors, cache: "L2"),
      clock: device.clock, dramBandwidth: device.effectiveDRAMBandwidth,
      precision: device.precision)
  }

  mutating func run() throws(SimulationError) -> Simulation {
    var done: [Int] = []
    for index in network.layers.indices {
      guard let plan = fastest(planner.alternatives(for: index)) else { continue }
      if done.isEmpty { done = [tasks.launch(index, cycles: device.call, after: [])] }
      done = try lower(index, plan, after: done)
    }
    return tasks.simulation(peak: device.macsPerCycle * Double(device.multiprocessors))
  }

  /// The kernels of a layer, each cut into blocks.
  private struct Plan {
    let sequence: KernelSequence
    let timings: [KernelTiming]
    let cycles: Double
  }

  /// The fastest way to compute a layer by itself; the first of several.
  private func fastest(_ sequences: [KernelSequence]) -> Plan? {
    sequences.map { sequence in
      let timings = sequence.kernels.map {
        KernelTiming.best($0, tiles: planner.library.tiles, on: device)
      }
      let cycles = zip(sequence.kernels, timings).reduce(0.0) { sum, next in
        sum + Double(next.0.launches * device.launch.count) + next.1.cycles(of: next.0, on: device)
      }
      return Plan(sequence: sequence, timings: timings, cycles: cycles)
    }.min { $0.cycles < $1.cycles }
  }

  /// Appends a layer's kernels.
  ///
  /// - Returns: the tasks that end the layer.
  private mutating func lower(
    _ index: Int, _ plan: Plan, after previous: [Int]
  ) throws(SimulationError) -> [Int] {
    let layer = record(index, plan)
    tasks.plan(index, layer)
    let transfers = transfers(plan, layer)
    var done = previous
    for step in plan.sequence.kernels.indices {
      done = try lower(index, plan, step: step, transfers[step], after: done)
    }
    return done
  }

  private mutating func lower(
    _ index: Int, _ plan: Plan, step: Int, _ transfers: [Transfer], after previous: [Int]
  ) throws(SimulationError) -> [Int] {
    let kernel = plan.sequence.kernels[step]
    let timing = plan.timings[step]
    var launch = previous
    for _ in 0..<kernel.launches {
      launch = [tasks.launch(index, cycles: device.launch, after: launch)]
    }
    var ends = launch
    for transfer in transfers {
      ends.append(
        try tasks.transfer(
          transfer.kind, layer: index, bytes: transfer.bytes, span: transfer.span, after: launch))
    }
    if let queue = tasks.queues.cache, timing.cacheBytes > 0 {
      let cycles =
        Double(timing.cacheBytes) * device.clock.value / device.cacheBandwidth.value
      let task = Task(
        queue: queue, kind: .cacheLoad, layer: index, duration: 0, bytes: timing.cacheBytes)
      ends.append(try tasks.append(task, cycles: cycles, span: 0..<0, after: launch))
    }
    let isMain = step == plan.sequence.main
    return try ends + compute(index, kernel, timing, isMain: isMain, after: launch)
  }

  /// Blocks are dealt out evenly; a multiprocessor with one block more ends the kernel.
  private mutating func compute(
    _ index: Int, _ kernel: GPUKernel, _ timing: KernelTiming, isMain: Bool, after launch: [Int]
  ) throws(SimulationError) -> [Int] {
    var ends: [Int] = []
    let units = min(device.multiprocessors, timing.blocks)
    for unit in 0..<units {
      let share = Share(of: timing.blocks, part: unit, parts: units)
      let (cycles, latency) = timing.cycles(blocks: share.range.count)
      let task = Task(
        queue: tasks.queues.units.lowerBound + unit, kind: kernel.macs > 0 ? .compute : .vector,
        layer: index, duration: 0, macs: share.amount(of: kernel.macs))
      ends.append(
        try tasks.append(
          task, cycles: cycles, latency: kernel.macs > 0 ? latency : 0,
          span: isMain ? share.range : 0..<0, after: launch))
    }
    return ends
  }
}

// MARK: - What kernels move

extension GPUScheduler {
  /// How a layer is computed, for replay.
  private func record(_ index: Int, _ plan: Plan) -> LayerKernel {
    let kernels = plan.sequence.kernels
    let main = kernels[plan.sequence.main]
    var layer = LayerKernel(
      index, of: network, winogradSide: main.winogradSide,
      cut: .runs(plan.timings[plan.sequence.main].blocks),
      spillsTransforms: main.isTransformedApart)
    let bytes = device.precision.bytes
    if let held = plan.sequence.heldInput {
      let inputs = network.layers[index].inputs
      let start = inputs[..<held].reduce(0) { $0 + planner.results($1) }
      layer.held = start..<start + planner.results(inputs[held])
    }
    let loads = zip(kernels, plan.timings).reduce(0) { $0 + $1.0.inputBytes + $1.1.reread }
    let stores = kernels.reduce(0) { $0 + $1.outputBytes }
    layer.passed.loads = loads / bytes - (layer.inputs - layer.held.count) - layer.transforms
    layer.passed.stores = stores == 0 ? 0 : stores / bytes - layer.outputs - layer.transforms
    return layer
  }

  private struct Transfer {
    let kind: TaskKind
    let bytes: Int
    let span: Range<Int>
  }

  /// The transfers of each of a layer's kernels: the first reads its inputs, and the last writes its
  /// output; what they leave to one another or read again is counted on after those.
  private func transfers(_ plan: Plan, _ layer: LayerKernel) -> [[Transfer]] {
    let bytes = device.precision.bytes
    var (loaded, stored) = (layer.inputs, layer.outputs)
    let last = plan.sequence.kernels.count - 1
    return plan.sequence.kernels.enumerated().map { step, kernel in
      var spans: [(TaskKind, Range<Int>)] = []
      if kernel.weightBytes > 0 { spans.append((.loadWeights, 0..<layer.weights)) }
      var extra = plan.timings[step].reread / bytes
      if step == 0 {
        spans += layer.loaded.map { (.loadInput, $0) }
      } else {
        extra += kernel.inputBytes / bytes
      }
      spans.append((.loadInput, loaded..<loaded + extra))
      loaded += extra
      let results = kernel.outputBytes / bytes
      let passed = step == last ? min(results, layer.outputs) : 0
      spans.append((.store, 0..<passed))
      spans.append((.store, stored..<stored + results - passed))
      stored += results - passed
      return spans.filter { !$0.1.isEmpty }.map {
        Transfer(kind: $0.0, bytes: $0.1.count * bytes, span: $0.1)
      }
    }
  }
}

extension LayerKernel {
  /// The inputs that loads bring.
  fileprivate var loaded: [Range<Int>] { [0..<held.lowerBound, held.upperBound..<inputs] }
}
