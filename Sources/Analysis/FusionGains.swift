import LayerGraph
import Quantities
import Simulation

/// What running chains of convolutions depth-first brought, and what it cost.
public struct FusionGains: Sendable {
  /// One group beside the same layers one after another.
  public struct Gain: Sendable {
    public let group: FusedGroup
    /// The layers' own multiply-accumulates, and those done again, batch included.
    public let macs: Int
    public let recomputedMACs: Int
    public let dram: Bytes
    public let dramLayerByLayer: Bytes
    /// Array-cycles of the run that the layers account for.
    public let arrayCycles: Int
    public let arrayCyclesLayerByLayer: Int
  }

  public let gains: [Gain]
  /// The whole run layer by layer.
  public let makespanLayerByLayer: Cycles
  public let dramLayerByLayer: Bytes

  init(_ fusion: Fusion, _ simulation: Simulation, layers: [LayerAnalysis], arrays: Int) {
    let before = fusion.layerByLayer
    let walk = AttributionWalk(
      before, layerCount: layers.count, macsPerArray: simulation.peakMACsPerCycle / arrays,
      kind: .systolic)
    let traffic = FusionGains.dramTraffic(of: before, layers: layers.count)
    makespanLayerByLayer = Cycles(before.makespan)
    dramLayerByLayer = Bytes(traffic.reduce(0, +))
    gains = fusion.groups.map { group in
      let mine = group.layers.map { layers[$0] }
      return Gain(
        group: group, macs: mine.reduce(0) { $0 + $1.macs },
        recomputedMACs: mine.reduce(0) { $0 + $1.recomputedMACs },
        dram: mine.reduce(.zero) { $0 + $1.dramRead + $1.dramWritten },
        dramLayerByLayer: Bytes(group.layers.reduce(0) { $0 + traffic[$1] }),
        arrayCycles: mine.reduce(0) { $0 + $1.attribution.total },
        arrayCyclesLayerByLayer: group.layers.reduce(0) { $0 + walk.layers[$1].total })
    }
  }

  /// Bytes over the DRAM channel, by layer.
  private static func dramTraffic(of trace: Trace, layers: Int) -> [Int] {
    var bytes = [Int](repeating: 0, count: layers)
    let schedule = trace.schedule
    let roles = schedule.queues.map { schedule.resources[$0.resource].role }
    for task in schedule.tasks where task.layer >= 0 && roles[Int(task.queue)] == .dram {
      bytes[Int(task.layer)] += task.bytes
    }
    return bytes
  }
}
