import Hardware
import LayerGraph
import Simulation

/// A cause that costs time, where it costs most, and what would help.
public struct Bottleneck: Sendable {
  public let cause: Cause
  /// Array-cycles.
  public let cycles: Int
  /// Of the makespan, from 0 to 1.
  public let share: Double
  /// The layer that pays most, and its share of this cause.
  public let worstLayer: String
  public let worstShare: Double
  /// One or two sentences for people.
  public let sentence: String

  static func top(
    _ count: Int, of attribution: Attribution, layers: [LayerAnalysis], simulation: Simulation,
    device: Device
  ) -> [Bottleneck] {
    Cause.allCases.filter { $0 != .useful && attribution[$0] > 0 }
      .sorted { (attribution[$0], $1.rawValue) > (attribution[$1], $0.rawValue) }
      .prefix(count)
      .map { cause in
        let worst = layers.max {
          ($0.attribution[cause], $1.index) < ($1.attribution[cause], $0.index)
        }
        return Bottleneck(
          cause: cause, attribution: attribution, worst: worst, simulation: simulation,
          device: device)
      }
  }

  private init(
    cause: Cause, attribution: Attribution, worst: LayerAnalysis?, simulation: Simulation,
    device: Device
  ) {
    self.cause = cause
    cycles = attribution[cause]
    share = Double(cycles) / Double(max(1, attribution.total))
    let layer = worst?.index ?? 0
    worstLayer = simulation.network.layers[layer].name
    worstShare = Double(worst?.attribution[cause] ?? 0) / Double(max(1, cycles))
    let facts = BottleneckText(
      cause: cause, share: share, worstLayer: worstLayer, worstShare: worstShare,
      layer: layer, simulation: simulation, device: device)
    sentence = facts.sentence
  }
}

/// The wording of bottlenecks.
private struct BottleneckText {
  let cause: Cause
  let share: Double
  let worstLayer: String
  let worstShare: Double
  let layer: Int
  let simulation: Simulation
  let device: Device

  var sentence: String {
    "\(percent(share)) of the time goes to \(subject), most in '\(worstLayer)' "
      + "(\(percent(worstShare)) of it\(detail)). \(advice)"
  }

  private var isProcessor: Bool { device.kind == .cpu || device.kind == .gpu }

  private func percent(_ value: Double) -> String {
    let tenths = Int(value * 1000 + 0.5)
    return "\(tenths / 10).\(tenths % 10) %"
  }

  private var subject: String {
    switch cause {
    case .useful: "useful MACs"
    case .recomputation: "computing rows again that neighbouring bands share"
    case .unusedPEs where isProcessor: "kernels below the multipliers' peak"
    case .unusedPEs: "PEs without work"
    case .fillDrain: "filling and draining the array"
    case .weightShift: "shifting weights into the array"
    case .bufferStall: "PEs that wait for the on-chip buffer's buses"
    case .weightStall: "waiting for weights from DRAM"
    case .inputStall: "waiting for inputs from memory"
    case .outputStall: "waiting for outputs to be stored"
    case .vectorWork where isProcessor: "pooling, copying and element-wise work"
    case .vectorWork: "waiting for the vector unit"
    case .dependencyWait where isProcessor: "waiting for other cores"
    case .dependencyWait: "waiting for another array"
    case .occupancy: "multiprocessors with too few threads to hide latency"
    case .lastWave: "multiprocessors that wait for others' last thread blocks"
    case .cacheStall: "waiting for the shared cache"
    case .launch: "launching work"
    case .idle: "nothing at all"
    }
  }

  private var detail: String {
    guard cause == .unusedPEs, let source = simulation.network.layers[layer].inputs.first else {
      return ""
    }
    let node = simulation.network.layers[layer]
    let input = simulation.network.layers[source].output
    guard case .convolution(let convolution) = node.operation else { return "" }
    let depth = convolution.window.kernel.area * input.channels / convolution.groups
    let grouped = convolution.groups > 1 ? " in each of \(convolution.groups) groups" : ""
    let products =
      ": \(depth) products for \(convolution.filters / convolution.groups) filters\(grouped)"
    guard case .systolic(let device) = device else { return products }
    return products + " on \(device.array.rows)×\(device.array.columns) PEs"
  }

  private var advice: String {
    switch cause {
    case .recomputation: "A larger scratchpad, and with it higher bands, would need less of it."
    case .unusedPEs where isProcessor:
      "Layers of more channels, larger maps or a larger batch would use it better."
    case .vectorWork where isProcessor: "Fewer, fused element-wise layers would help."
    case .inputStall where isProcessor, .outputStall where isProcessor:
      "More bandwidth, or tensors that fit the cache, would help."
    case .weightStall where isProcessor: "More DRAM bandwidth or a larger batch would help."
    case .dependencyWait where isProcessor:
      "Layers that divide evenly among the cores would help."
    case .unusedPEs: "A smaller array, more of them, or group packing would waste less."
    case .fillDrain: "Larger tiles or pipelined folds would hide it."
    case .weightShift: "Larger pixel tiles, a larger batch or shadow registers would hide it."
    case .bufferStall: "Wider buses or larger memories in the PEs would help."
    case .weightStall: "More DRAM bandwidth or a larger batch would help."
    case .inputStall, .outputStall:
      "More bandwidth, or a scratchpad that keeps these tensors on chip, would help."
    case .vectorWork: "More vector lanes would help."
    case .dependencyWait: "Finer tiles would let the arrays work side by side."
    case .occupancy, .lastWave:
      "Larger maps, more channels, a larger batch or fewer multiprocessors would fill them better."
    case .cacheStall: "More cache bandwidth, or tiles that reuse more, would help."
    case .launch: "Fewer, larger layers or a cheaper launch would help."
    case .useful, .idle: ""
    }
  }
}
