import Simulation

/// How busy each part of the device was, over equal intervals of the run.
public struct Timeline: Sendable {
  /// Cycles of an interval; the last may be shorter.
  public let interval: Int
  /// Start cycle of each interval.
  public let starts: [Int]
  /// Useful MACs over those possible, by interval.
  public let array: [Double]
  /// The busy share of the vector unit, by interval.
  public let vector: [Double]
  /// The busy share of the DRAM channel, by interval.
  public let dram: [Double]
  /// Bytes of the scratchpad that are taken, averaged over the interval.
  public let scratchpad: [Double]
  /// Streams with a layer under way, from its first launch to its end, averaged over the interval; empty
  /// unless layers ran side by side.
  public let streams: [Double]

  /// - Parameters:
  ///   - simulation: the run.
  ///   - buckets: the most intervals to cut the run into.
  public init(_ simulation: Simulation, buckets: Int) {
    let trace = simulation.trace
    let span = max(1, trace.makespan)
    let interval = max(1, (span + buckets - 1) / buckets)
    let count = (span + interval - 1) / interval
    let schedule = trace.schedule
    let useful = Timeline.usefulShares(simulation)
    let roles = schedule.queues.map { schedule.resources[$0.resource].role }
    var array = IntervalSums(interval: interval, count: count)
    var vector = array
    var dram = array
    var scratchpad = array
    for (index, task) in schedule.tasks.enumerated() where task.duration > 0 {
      let life = trace.starts[index]..<trace.end(of: index)
      switch roles[Int(task.queue)] {
      case .compute:
        let share = useful.isEmpty ? 1 : useful[Int(task.layer)]
        let done = share * Double(task.macs) * simulation.multiplications(of: Int(task.layer))
        array.add(done / Double(task.duration), over: life)
      case .vector: vector.add(1, over: life)
      case .dram: dram.add(1, over: life)
      case .host, .control, .cache: break
      }
    }
    for buffer in simulation.buffers where buffer.memory == .scratchpad {
      scratchpad.add(Double(buffer.range.count), over: buffer.life(in: trace))
    }
    var streams = IntervalSums(interval: interval, count: count)
    for case let layer? in simulation.streams.isEmpty ? [] : simulation.layerSpans {
      streams.add(1, over: layer)
    }
    self.streams = simulation.streams.isEmpty ? [] : streams.means(span: span)
    self.interval = interval
    starts = (0..<count).map { $0 * interval }
    self.array = array.means(span: span).map { $0 / Double(simulation.peakMACsPerCycle) }
    self.vector = vector.means(span: span)
    self.dram = dram.means(span: span)
    self.scratchpad = scratchpad.means(span: span)
  }

  /// By layer, the part of the MACs that is not done again; empty if nothing is.
  private static func usefulShares(_ simulation: Simulation) -> [Double] {
    guard let fusion = simulation.fusion, !fusion.groups.isEmpty else { return [] }
    let network = simulation.network
    return zip(network.layers.indices, fusion.recomputedMACs(in: network)).map { layer, again in
      let macs = network.counts(of: layer).macs * network.batch
      return macs > 0 ? Double(macs) / Double(macs + again) : 1
    }
  }
}

/// A quantity that is constant over pieces of time, summed over equal intervals.
private struct IntervalSums {
  let interval: Int
  /// Sums over the parts of intervals at the ends of pieces.
  private var partial: [Double]
  /// Changes of the value that holds over whole intervals.
  private var change: [Double]

  init(interval: Int, count: Int) {
    self.interval = interval
    partial = [Double](repeating: 0, count: count)
    change = [Double](repeating: 0, count: count + 1)
  }

  mutating func add(_ value: Double, over life: Range<Int>) {
    guard !life.isEmpty else { return }
    let first = life.lowerBound / interval
    let last = (life.upperBound - 1) / interval
    if first == last {
      partial[first] += value * Double(life.count)
      return
    }
    partial[first] += value * Double((first + 1) * interval - life.lowerBound)
    partial[last] += value * Double(life.upperBound - last * interval)
    change[first + 1] += value
    change[last] -= value
  }

  /// The mean of the value over each interval.
  func means(span: Int) -> [Double] {
    var level = 0.0
    return partial.indices.map { index in
      level += change[index]
      let length = min(interval, span - index * interval)
      return max(0, (partial[index] + level * Double(interval)) / Double(length))
    }
  }
}
