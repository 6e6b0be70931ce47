import LayerGraph

extension FoldTiming {
  /// Words that cross the array's edges for a product.
  ///
  /// What lies on the array is fetched once; what streams is fetched again for each fold across it.
  /// A sum is written once a fold of its depth, and read once: to be added to, or to be finished.
  func words(of product: Product) -> (inputs: Int, weights: Int, sums: Int) {
    let (m, n, k) = (product.rows, product.columns, product.depth)
    switch dataflow {
    case .weightStationary:
      return (m * k * n.dividedUp(by: columns), k * n, 2 * m * n * k.dividedUp(by: rows))
    case .outputStationary:
      return (m * k * n.dividedUp(by: columns), k * n * m.dividedUp(by: rows), 2 * m * n)
    case .inputStationary:
      return (m * k, k * n * m.dividedUp(by: columns), 2 * m * n * k.dividedUp(by: rows))
    }
  }
}

extension MappingCost {
  /// What the array reads and writes for the layer.
  func arrayAccesses(_ loops: TileLoops) -> MemoryAccesses {
    var accesses = MemoryAccesses()
    loops.pixels.images.lengths.visit { images, imageCount in
      loops.pixels.rows.lengths.visit { rows, rowCount in
        loops.pixels.columns.lengths.visit { columns, columnCount in
          add(
            imageCount * rowCount * columnCount, pixels: images * rows * columns, loops.weights,
            to: &accesses)
        }
      }
    }
    return accesses
  }

  /// Adds the accesses of some equal pixel tiles, over all filters and channels.
  private func add(
    _ tiles: Int, pixels: Int, _ weights: WeightTiles, to accesses: inout MemoryAccesses
  ) {
    weights.channels.lengths.visit { channels, channelCount in
      weights.pieces(of: channels).lengths.visit { depth, depthCount in
        weights.filters.lengths.visit { filters, filterCount in
          let count = tiles * channelCount * depthCount * filterCount * layer.groups
          let words = machine.timing.words(
            of: Product(rows: pixels, columns: filters, depth: depth))
          accesses.inputs += count * words.inputs * machine.operandBytes
          accesses.weights += count * words.weights * machine.operandBytes
          accesses.sums += count * words.sums * machine.accumulatorElementBytes
        }
      }
    }
  }
}

extension Simulation {
  /// By layer, what a systolic machine reads and writes within the chip: the array, the vector unit,
  /// and the transfers that fill and empty the buffers.
  func accesses(on machine: SystolicMachine) -> [MemoryAccesses] {
    var accesses = network.layers.indices.map { index in
      mappings[index].map { matrixAccesses(index, machine, tiles: $0) }
        ?? fusedAccesses(index, machine)
        ?? vectorAccesses(of: index, elementBytes: machine.operandBytes)
    }
    for task in trace.schedule.tasks where task.layer >= 0 {
      switch task.kind {
      case .loadInput: accesses[Int(task.layer)].inputs += task.bytes
      case .store: accesses[Int(task.layer)].outputs += task.bytes
      case .loadWeights: accesses[Int(task.layer)].weights += task.bytes
      case .launch, .compute, .vector, .cacheLoad: break
      }
    }
    return accesses
  }

  private func matrixLayer(_ index: Int) -> MatrixLayer? {
    let node = network.layers[index]
    return node.inputs.first.flatMap {
      MatrixLayer(node, input: network.layers[$0].output, batch: network.batch)
    }
  }

  private func matrixAccesses(
    _ index: Int, _ machine: SystolicMachine, tiles mapping: Mapping
  ) -> MemoryAccesses {
    guard let layer = matrixLayer(index) else { return MemoryAccesses() }
    let cost = MappingCost(
      machine: machine, layer: layer,
      space: TileSpace(stream: 0, hasResidentInput: false, keepsOutput: false))
    var accesses = cost.arrayAccesses(TileLoops(layer, mapping))
    accesses.outputs +=
      network.layers[index].output.elements * network.batch * machine.operandBytes
    return accesses
  }

  /// Of a layer that runs depth-first: each band is a product of its own.
  private func fusedAccesses(_ index: Int, _ machine: SystolicMachine) -> MemoryAccesses? {
    guard let group = fusion?.groups.first(where: { $0.layers.contains(index) }),
      let layer = matrixLayer(index)
    else { return nil }
    var accesses = MemoryAccesses()
    for band in group.bands[index - group.layers.lowerBound] {
      let pixels = band.count * layer.output.width
      let words = machine.timing.words(
        of: Product(rows: pixels, columns: layer.filters, depth: layer.depth))
      let count = layer.images * layer.groups
      let outputs = pixels * layer.filters
      accesses.inputs += count * words.inputs * machine.operandBytes
      accesses.outputs += count * outputs * machine.operandBytes
      accesses.weights += count * words.weights * machine.operandBytes
      accesses.sums += count * words.sums * machine.accumulatorElementBytes
    }
    return accesses
  }

  /// What the vector unit reads and writes for a layer.
  func vectorAccesses(of index: Int, elementBytes: Int) -> MemoryAccesses {
    var accesses = MemoryAccesses()
    let node = network.layers[index]
    guard !node.operation.isView, !node.inputs.isEmpty else { return accesses }
    let inputs = network.inputShapes(of: index).reduce(0) { $0 + $1.elements }
    accesses.inputs = inputs * network.batch * elementBytes
    accesses.outputs = node.output.elements * network.batch * elementBytes
    return accesses
  }
}
