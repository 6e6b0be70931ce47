extension Network {
  /// The same network with its layers in another order.
  ///
  /// - Parameter order: every layer's index once, each after those of its inputs, beginning with 0.
  public func reordered(_ order: [Int]) -> Network {
    precondition(order.count == layers.count && order.first == 0, "an order of all layers")
    var places = [Int](repeating: -1, count: layers.count)
    for (place, index) in order.enumerated() { places[index] = place }
    let moved = order.enumerated().map { place, index in
      let layer = layers[index]
      let inputs = layer.inputs.map { places[$0] }
      precondition(inputs.allSatisfy { $0 >= 0 && $0 < place }, "a layer follows its inputs")
      return Layer(
        name: layer.name, operation: layer.operation, inputs: inputs,
        activation: layer.activation, output: layer.output, stage: layer.stage, block: layer.block)
    }
    return Network(name: name, batch: batch, layers: moved)
  }
}
