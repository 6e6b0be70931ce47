import LayerGraph

/// Layers for the vector unit.
extension SystolicLowering {
  /// A concatenation moves only the inputs that could not be placed inside its output.
  mutating func lowerCopies(_ index: Int) throws(SimulationError) {
    for position in map.copies[index] ?? [] {
      beginLayer(index)
      let inputs = network.layers[index].inputs
      let first = inputs[..<position].reduce(0) { $0 + network.layers[$1].output.channels }
      try lowerVector(
        VectorLowering(self, index: index, operands: [position], firstChannel: first))
    }
  }

  mutating func lowerVector(_ vector: VectorLowering) throws(SimulationError) {
    let base = residency.streamBase[vector.index]
    guard let tiling = vector.tiling(stream: machine.scratchpad - base) else {
      throw doesNotFit(vector.index)
    }
    vector.run(&self, tiling: tiling, streamBase: base)
  }

  func doesNotFit(_ index: Int) -> SimulationError {
    .doesNotFit(
      layer: network.layers[index].name, capacity: machine.scratchpad,
      streamable: machine.scratchpad - residency.streamBase[index])
  }
}
