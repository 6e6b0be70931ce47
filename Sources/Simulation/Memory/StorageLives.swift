import LayerGraph

extension Simulation {
  /// For each storage, the cycles from the beginning of the first kernel that touches it to the end of
  /// the last; network inputs are there from the start, and outputs stay.
  public var storageLives: [Range<Int>] {
    let spans = layerSpans
    var lives = storages.storages.map { storage -> Range<Int>? in
      if storage.isNetworkInput { return 0..<0 }
      return storage.isNetworkOutput ? trace.makespan..<trace.makespan : nil
    }
    for layer in network.layers.indices {
      guard let span = spans[layer] else { continue }
      for storage in storages.storages(of: layer, in: network) {
        lives[storage] = lives[storage].map { $0.joined(with: span) } ?? span
      }
    }
    return zip(storages.storages, lives).map { storage, life in
      let life = life ?? 0..<0
      return storage.isNetworkOutput ? life.lowerBound..<trace.makespan : life
    }
  }

  /// When each layer's tasks ran; `nil` where nothing runs.
  public var layerSpans: [Range<Int>?] {
    var spans = [Range<Int>?](repeating: nil, count: network.layers.count)
    for (index, task) in trace.schedule.tasks.enumerated() where task.layer >= 0 {
      let own = trace.starts[index]..<trace.completion(of: index)
      spans[Int(task.layer)] = spans[Int(task.layer)].map { $0.joined(with: own) } ?? own
    }
    return spans
  }

  /// The most bytes of activations alive at once: over the layers in order, or over time if kernels ran
  /// on several streams.
  public var peakActivationBytes: Int {
    guard !streams.isEmpty else {
      return storages.peakBytes(batch: network.batch, elementBytes: elementBytes)
    }
    var changes: [(time: Int, bytes: Int)] = []
    for (storage, life) in zip(storages.storages, storageLives) {
      let bytes = storage.shape.elements * network.batch * elementBytes
      changes += [(life.lowerBound, bytes), (life.upperBound, -bytes)]
    }
    var (live, peak) = (0, 0)
    for change in changes.sorted(by: { ($0.time, $0.bytes) < ($1.time, $1.bytes) }) {
      live += change.bytes
      peak = max(peak, live)
    }
    return peak
  }
}

extension Range<Int> {
  /// The least range that holds both.
  fileprivate func joined(with other: Range<Int>) -> Range<Int> {
    Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
  }
}
