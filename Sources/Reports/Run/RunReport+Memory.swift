import Analysis
import Hardware
import Simulation

extension RunReport {
  /// What lies on chip and, beneath it, outside.
  public func memoryChart() -> MemoryChart {
    let memory = MemoryAnalysis(run.simulation)
    return MemoryChart(
      subject: detailedSubject, duration: run.seconds, stages: stages,
      kinds: TenantKind.allCases.map { LegendEntry(name: $0.rawValue, ink: $0.ink) },
      memories: scratchpad(memory) + [outside(memory)], notes: plannerLines())
  }

  /// Nothing on a device whose on-chip memory is a cache.
  private func scratchpad(_ memory: MemoryAnalysis) -> [MemoryChart.Memory] {
    guard device.placesTensors else { return [] }
    let tensors = memory.tensors.compactMap { tensor -> MemoryChart.Tenant? in
      guard let address = tensor.address else { return nil }
      return tenant(tensor, at: address)
    }
    let tiles = memory.tiles.map { tiles in
      MemoryChart.Tenant(
        name: run.network.layers[tiles.layer].name, kind: kind(of: tiles.content).index,
        life: seconds(tiles.life), range: tiles.range, note: "")
    }
    var scratchpad = MemoryChart.Memory(
      name: device.scratchpadName, note: "", capacity: device.scratchpad?.count,
      tenants: tiles + tensors)
    let capacity =
      device.scratchpad.map { " of \(NumberText.memory(bytes: $0.count))" } ?? ""
    scratchpad.note =
      "\(NumberText.memory(bytes: scratchpad.peak))\(capacity) used; "
      + "\(tensors.count) of \(memory.tensors.count) tensors stay on chip"
    return [scratchpad]
  }

  /// Tensors in DRAM have no addresses in the model: each is drawn at the lowest that is free.
  private func outside(_ memory: MemoryAnalysis) -> MemoryChart.Memory {
    let tensors = memory.tensors.filter { $0.address == nil && !$0.life.isEmpty }
    let packing = MemoryPacking(
      tensors.map { MemoryPacking.Item(life: $0.life, bytes: $0.bytes.count) })
    let spilled = tensors.filter { $0.place == .dram }
    return MemoryChart.Memory(
      name: "outside the chip", note: note(on: spilled, height: packing.height),
      capacity: nil, tenants: zip(tensors, packing.addresses).map { tenant($0, at: $1) })
  }

  private func note(on spilled: [TensorUse], height: Int) -> String {
    let room = NumberText.memory(bytes: height)
    guard !spilled.isEmpty else { return "only the network's inputs and outputs, in \(room)" }
    let bytes = NumberText.memory(bytes: spilled.reduce(0) { $0 + $1.bytes.count })
    let tensors = spilled.count == 1 ? "1 tensor" : "\(spilled.count) tensors"
    return
      "\(tensors) \(device.placesTensors ? "spilled" : "of activations"), \(bytes) in all; with "
      + "the network's inputs and outputs they fit into \(room)"
  }

  private func tenant(_ tensor: TensorUse, at address: Int) -> MemoryChart.Tenant {
    let kind: TenantKind =
      tensor.place == .interface ? .interface : tensor.waits ? .waiting : .tensor
    return MemoryChart.Tenant(
      name: run.network.layers[tensor.layer].name, kind: kind.index, life: seconds(tensor.life),
      range: address..<address + tensor.bytes.count,
      note: "\(tensor.layersPassedBy) layers pass it by; "
        + "\(NumberText.memory(bytes: tensor.read.count)) read from outside, "
        + "\(NumberText.memory(bytes: tensor.written.count)) written")
  }

  private func kind(of content: BufferUse.Content) -> TenantKind {
    switch content {
    case .input: .inputTiles
    case .weights: .weightTiles
    case .output, .sums, .tensor: .outputTiles
    }
  }

  private func seconds(_ cycles: Range<Int>) -> Range<Double> {
    Double(cycles.lowerBound) / run.clock.value..<Double(cycles.upperBound) / run.clock.value
  }
}

/// What a rectangle of a memory chart stands for.
private enum TenantKind: String, CaseIterable {
  case tensor
  case waiting = "tensor that 3 layers or more pass by"
  case interface = "network input or output"
  case inputTiles = "input tiles"
  case weightTiles = "weight tiles"
  case outputTiles = "output tiles"

  var index: Int { TenantKind.allCases.firstIndex(of: self) ?? 0 }

  var ink: Ink {
    switch self {
    case .tensor: .mint
    case .waiting: .orange
    case .interface: .grey
    case .inputTiles: .sky
    case .weightTiles: .violet
    case .outputTiles: .pink
    }
  }
}
