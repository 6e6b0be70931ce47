import Hardware
import Simulation

/// Explains every cycle of a trace's arrays.
///
/// While an array computes, its cycles are useful MACs, unused PEs, shift or fill. While it waits,
/// the chain of tasks that the next computation waited for is walked back through the gap, and each
/// piece of the gap goes to the task that filled it: its kind is the cause, its layer pays.
struct AttributionWalk {
  private let trace: Trace
  private let tasks: [Task]
  /// By layer, in array-cycles.
  private(set) var layers: [Attribution]
  private var macs: [Int]
  private var streaming: [Int]
  private let names: Names

  /// What some cycles are called on a kind of device.
  struct Names {
    /// Cycles of a computation in which nothing is computed.
    var filling = Cause.fillDrain
    /// Waiting for another unit's computation.
    var otherUnit = Cause.dependencyWait

    init(_ kind: Device.Kind) {
      if kind == .gpu { (filling, otherUnit) = (.occupancy, .lastWave) }
    }
  }

  /// - Parameters:
  ///   - macsPerArray: multiply-accumulates that one array can do in one cycle.
  ///   - kind: what the causes are named for.
  ///   - recomputed: by layer, multiply-accumulates that are done again; none if empty.
  init(
    _ trace: Trace, layerCount: Int, macsPerArray: Int, kind: Device.Kind, recomputed: [Int] = []
  ) {
    self.trace = trace
    names = Names(kind)
    tasks = trace.schedule.tasks
    layers = [Attribution](repeating: Attribution(), count: layerCount)
    macs = [Int](repeating: 0, count: layerCount)
    streaming = [Int](repeating: 0, count: layerCount)
    for resource in trace.schedule.resources.indices
    where trace.schedule.resources[resource].role == .compute {
      walk(resource)
    }
    for layer in layers.indices {
      let again = recomputed.isEmpty ? 0 : recomputed[layer]
      let useful = min((macs[layer] - again) / macsPerArray, streaming[layer])
      let repeated = min(again / macsPerArray, streaming[layer] - useful)
      layers[layer][.useful] += useful
      layers[layer][.recomputation] += repeated
      layers[layer][.unusedPEs] += streaming[layer] - useful - repeated
    }
  }

  private mutating func walk(_ resource: Int) {
    let queues = trace.schedule.queues
    var free = 0
    var lastLayer = 0
    for index in tasks.indices where queues[Int(tasks[index].queue)].resource == resource {
      let task = tasks[index]
      let layer = Int(task.layer)
      explain(gap: free..<trace.starts[index], from: Int(trace.binders[index]), payer: layer)
      free = trace.end(of: index)
      lastLayer = layer
      guard task.kind == .compute else {
        layers[layer][Cause(waitingFor: task.kind)] += task.duration
        continue
      }
      layers[layer][.weightShift] += task.shifting
      layers[layer][names.filling] += task.filling
      layers[layer][.bufferStall] += task.starving
      streaming[layer] += task.duration - task.shifting - task.filling - task.starving
      macs[layer] += task.macs
    }
    explain(gap: free..<trace.makespan, from: trace.last ?? -1, payer: lastLayer)
  }

  /// Shares out a gap by walking back from the task whose completion ended it.
  private mutating func explain(gap: Range<Int>, from last: Int, payer: Int) {
    var time = gap.upperBound
    var index = last
    while time > gap.lowerBound, index >= 0 {
      let task = tasks[index]
      let layer = task.layer >= 0 ? Int(task.layer) : payer
      let cause = task.kind == .compute ? names.otherUnit : Cause(waitingFor: task.kind)
      let latency = take(from: trace.end(of: index), gap: gap, time: &time)
      layers[layer][task.kind == .compute ? names.filling : cause] += latency
      layers[layer][cause] += take(from: trace.starts[index], gap: gap, time: &time)
      index = Int(trace.binders[index])
    }
    if time > gap.lowerBound { layers[payer][.idle] += time - gap.lowerBound }
  }

  /// Takes the part of the gap from a moment on, and moves the time back to it.
  private func take(from moment: Int, gap: Range<Int>, time: inout Int) -> Int {
    let start = max(gap.lowerBound, min(moment, time))
    defer { time = start }
    return time - start
  }
}
