import Hardware
import LayerGraph
import Quantities

/// Turns kernels into tasks: each a launch, a grid of thread blocks dealt out to the multiprocessors,
/// and beside them its traffic through the shared cache and DRAM.
struct GPULowering {
  let device: GPUDevice
  let plans: [GPULayerPlan?]
  /// Whether a multiprocessor that waits for its own results takes the blocks of other streams.
  let sharesUnits: Bool
  private(set) var tasks: LayerTasks
  private(set) var clock: IssueClock

  init(network: Network, device: GPUDevice, plans: [GPULayerPlan?], sharesUnits: Bool) {
    self.device = device
    self.plans = plans
    self.sharesUnits = sharesUnits
    let queues = ProcessorQueues(unit: "SM", count: device.multiprocessors, cache: "L2")
    tasks = LayerTasks(
      network: network, queues: queues, clock: device.clock,
      dramBandwidth: device.effectiveDRAMBandwidth, precision: device.precision)
    clock = IssueClock(resources: queues.resources.count)
  }

  /// The call of the whole run, which the first layer pays.
  mutating func call(_ layer: Int) -> Int {
    defer { clock.follow(tasks.schedule) }
    return tasks.launch(layer, cycles: device.call, after: [])
  }

  /// Appends one of a layer's kernels.
  ///
  /// - Returns: the tasks that end it.
  mutating func lower(
    _ layer: Int, step: Int, after previous: [Int]
  ) throws(SimulationError) -> [Int] {
    guard let plan = plans[layer] else { return previous }
    if step == 0 { tasks.plan(layer, plan.record) }
    let kernel = plan.sequence.kernels[step]
    let timing = plan.timings[step]
    var launch = previous
    for _ in 0..<kernel.launches {
      launch = [tasks.launch(layer, cycles: device.launch, after: launch)]
    }
    clock.follow(tasks.schedule)
    var ends = launch
    for transfer in plan.transfers[step] {
      ends.append(
        try tasks.transfer(
          transfer.kind, layer: layer, bytes: transfer.bytes, span: transfer.span, after: launch))
    }
    if let queue = tasks.queues.cache, timing.cacheBytes > 0 {
      let cycles =
        Double(timing.cacheBytes) * device.clock.value / device.cacheBandwidth.value
      let task = Task(
        queue: queue, kind: .cacheLoad, layer: layer, duration: 0, bytes: timing.cacheBytes)
      ends.append(try tasks.append(task, cycles: cycles, span: 0..<0, after: launch))
    }
    let isMain = step == plan.sequence.main
    ends += try compute(layer, kernel, timing, isMain: isMain, after: launch)
    clock.follow(tasks.schedule)
    return ends
  }

  /// Blocks are dealt out evenly, to the multiprocessors that are free first; one with a block more
  /// ends the kernel.
  private mutating func compute(
    _ layer: Int, _ kernel: GPUKernel, _ timing: KernelTiming, isMain: Bool, after launch: [Int]
  ) throws(SimulationError) -> [Int] {
    var ends: [Int] = []
    let ready = clock.completion(of: launch)
    let units = clock.leastLoaded(
      min(device.multiprocessors, timing.blocks), of: tasks.queues.unitResources, at: ready)
    for (part, unit) in units.enumerated() {
      let share = Share(of: timing.blocks, part: part, parts: units.count)
      let (cycles, latency) = timing.cycles(blocks: share.range.count)
      let task = Task(
        queue: tasks.queues.units.lowerBound + unit, kind: kernel.macs > 0 ? .compute : .vector,
        layer: layer, duration: 0, macs: share.amount(of: kernel.macs))
      let span = isMain ? share.range : 0..<0
      let end =
        sharesUnits
        ? try tasks.append(task, cycles: cycles, sharing: latency, span: span, after: launch)
        : try tasks.append(
          task, cycles: cycles, latency: kernel.macs > 0 ? latency : 0, span: span, after: launch)
      ends.append(end)
    }
    return ends
  }

  /// Times what was lowered.
  func simulation() -> Simulation {
    tasks.simulation(peak: device.macsPerCycle * Double(device.multiprocessors))
  }
}
