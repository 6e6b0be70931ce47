import Hardware
import LayerGraph

/// Schedules a network on a spatial array: layer after layer, each configured once the one before
/// has ended, and every tensor kept in DRAM between them.
struct SpatialScheduler {
  let network: Network
  let device: SpatialDevice
  private let map: StorageMap
  private let recordsWork: Bool
  private var evaluations = 0
  /// Mappings by question, for layers that are alike.
  private var known: [Question: RowStationaryMapping] = [:]

  private struct Question: Hashable {
    let layer: MatrixLayer
    let readsNetworkInput: Bool
  }

  init(network: Network, device: SpatialDevice, map: StorageMap, recordsWork: Bool) {
    self.network = network
    self.device = device
    self.map = map
    self.recordsWork = recordsWork
  }

  mutating func run() throws(SimulationError) -> Simulation {
    let machine = SystolicMachine(device)
    let residency = Residency(
      map, layers: network.layers.count, batch: network.batch,
      elementBytes: device.operandBytes, capacity: machine.scratchpad, reserve: machine.scratchpad)
    var lowering = SystolicLowering(
      network: network, machine: machine, map: map, residency: residency,
      recordsWork: recordsWork)
    var mappings = [Mapping?](repeating: nil, count: network.layers.count)
    for index in network.layers.indices {
      mappings[index] = try lower(index, &lowering)
      guard lowering.schedule.count <= SystolicScheduler.taskLimit else {
        throw .tooManyTasks(
          layer: network.layers[index].name, limit: SystolicScheduler.taskLimit)
      }
    }
    for task in lowering.schedule.tasks where task.duration >= SystolicMachine.longestTask {
      throw .tooLong(layer: network.layers[Int(task.layer)].name)
    }
    var simulation = Simulation(
      network: network, trace: Engine.run(lowering.schedule), works: lowering.works,
      buffers: lowering.buffers, storages: map, addresses: residency.addresses, mappings: mappings,
      elementBytes: device.operandBytes, sumBytes: device.sumBytes,
      peakMACsPerCycle: device.array.elements, mappingEvaluations: evaluations)
    simulation.compression = device.compression
    simulation.accesses = lowering.accesses
    for index in network.layers.indices where mappings[index] == nil {
      simulation.accesses[index] += simulation.vectorAccesses(
        of: index, elementBytes: device.operandBytes)
    }
    return simulation
  }

  private mutating func lower(
    _ index: Int, _ lowering: inout SystolicLowering
  ) throws(SimulationError) -> Mapping? {
    let layer = network.layers[index]
    guard let source = layer.inputs.first else { return nil }
    if layer.operation.isView {
      guard map.copies[index] != nil else { return nil }
      lowering.configure(index, cycles: device.layerCycles)
      try lowering.lowerCopies(index)
      return nil
    }
    lowering.configure(index, cycles: device.layerCycles)
    guard
      let matrix = MatrixLayer(layer, input: network.layers[source].output, batch: network.batch)
    else {
      try lowering.lowerVector(VectorLowering(lowering, index: index))
      return nil
    }
    let cost = RowStationaryCost(
      device: device, layer: matrix,
      readsNetworkInput: map.storages[map.placements[source].storage].isNetworkInput)
    let mapping = try mapping(index, cost)
    var passes = PassLowering(
      index: index, source: source, cost: cost, mapping: mapping, recordsWork: recordsWork)
    passes.run(&lowering)
    return Mapping(mapping)
  }

  private mutating func mapping(
    _ index: Int, _ cost: RowStationaryCost
  ) throws(SimulationError) -> RowStationaryMapping {
    let question = Question(layer: cost.layer, readsNetworkInput: cost.readsNetworkInput)
    if let mapping = known[question] { return mapping }
    var search = RowStationarySearch(cost)
    defer { evaluations += search.evaluations }
    guard let mapping = search.run() else {
      throw .doesNotFit(
        layer: network.layers[index].name, capacity: device.buffer.count,
        streamable: device.buffer.count)
    }
    let tiles = PassLoops(cost.layer, mapping)
    let passes =
      tiles.pixelTiles * tiles.channels.count * tiles.kernelParts.count
      * cost.layer.filters.dividedUp(by: mapping.passFilters)
    let (all, overflows) = passes.multipliedReportingOverflow(by: 2 * cost.layer.groups)
    guard !overflows, all <= SystolicScheduler.taskLimit else {
      throw .tooManyTasks(
        layer: network.layers[index].name, limit: SystolicScheduler.taskLimit)
    }
    known[question] = mapping
    return mapping
  }
}

extension Mapping {
  /// The tiles of a row-stationary mapping.
  init(_ mapping: RowStationaryMapping) {
    self.init(
      images: mapping.images, rows: mapping.rows, columns: mapping.columns, groups: 1,
      filters: mapping.filters, channels: mapping.passChannels,
      depth: mapping.passChannels * mapping.kernel.area, order: .filtersOuter, inputSlots: 1,
      weightSlots: PassLowering.weightSlots, outputSlots: 1)
  }
}

extension SystolicMachine {
  /// What a spatial device has in common with a systolic one: its links, its vector unit and its
  /// memories. The fold timing is never asked for; passes have their own.
  init(_ device: SpatialDevice) {
    timing = FoldTiming(
      rows: device.array.rows, columns: device.array.columns, dataflow: .outputStationary,
      isStrict: false, hasShadowRegisters: false, packsGroups: false)
    arrays = 1
    skipsLastCycle = false
    operandBytes = device.operandBytes
    accumulatorElementBytes = device.sumBytes
    scratchpad = device.buffer.count
    weightBuffer = device.weightBuffer.count
    accumulator = device.buffer.count
    lanes = device.vectorLanes
    dram = Link(
      bytesPerCycle: device.dramBandwidth.value / device.clock.value,
      latency: device.dramLatency.count)
    host = nil
    launchCycles = 0
    layerCycles = 0
    compression = device.compression
  }
}
