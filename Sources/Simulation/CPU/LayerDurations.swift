import LayerGraph

extension Simulation {
  /// For each layer the cycles from the end of the layer before until its own end, where layers run
  /// one after another as they do on CPUs and GPUs.
  public var layerDurations: [Int] {
    var ends = [Int](repeating: 0, count: network.layers.count)
    for (index, task) in trace.schedule.tasks.enumerated() where task.layer >= 0 {
      let layer = Int(task.layer)
      ends[layer] = max(ends[layer], trace.completion(of: index))
    }
    var last = 0
    return ends.map { end in
      defer { last = max(last, end) }
      return max(0, end - last)
    }
  }
}
