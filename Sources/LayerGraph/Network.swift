/// One node of a network: an operation on earlier layers' outputs, then an activation function.
public struct Layer: Hashable, Sendable {
  public let name: String
  public let operation: Operation
  /// Indices into `Network.layers`, each smaller than this layer's own.
  public let inputs: [Int]
  /// Applied to each element of the operation's result; fused with it on every device.
  public let activation: ActivationFunction
  public let output: Shape
  /// The part of the network that charts band by, such as "stage 3"; empty if none.
  public let stage: String
  /// The repeated unit within the stage, such as "block 2"; empty if none.
  public let block: String
}

/// A layer graph: layers in an order in which each follows its inputs.
///
/// Made only by `NetworkBuilder`, which has checked every size: each extent is at most
/// `Limits.extent` and each total within `Limits.product`, so arithmetic on them can't overflow.
public struct Network: Hashable, Sendable {
  public let name: String
  /// Images processed together.
  public let batch: Int
  public let layers: [Layer]
  /// For each layer, the layers that read its output, in order.
  public let consumers: [[Int]]

  init(name: String, batch: Int, layers: [Layer]) {
    self.name = name
    self.batch = batch
    self.layers = layers
    var consumers = [[Int]](repeating: [], count: layers.count)
    for (index, layer) in layers.enumerated() {
      for input in layer.inputs where consumers[input].last != index {
        consumers[input].append(index)
      }
    }
    self.consumers = consumers
  }

  /// The shape of the first input.
  public var input: Shape { layers[0].output }

  /// The layers whose output nothing in the network reads.
  public var outputs: [Int] { layers.indices.filter { consumers[$0].isEmpty } }

  /// The shapes that a layer reads.
  public func inputShapes(of layer: Int) -> [Shape] {
    layers[layer].inputs.map { layers[$0].output }
  }
}

extension Network {
  /// The layers that cspsim has no meaning for.
  public var unsupportedLayers: [Int] {
    layers.indices.filter {
      if case .unsupported = layers[$0].operation { true } else { false }
    }
  }

  /// The same network, but operations without a meaning pass their input through, for checks of
  /// schedules, which need any numbers and not the right ones.
  public func passingUnsupported() -> Network {
    let unsupported = Set(unsupportedLayers)
    guard !unsupported.isEmpty else { return self }
    let passing = layers.enumerated().map { index, layer in
      guard unsupported.contains(index) else { return layer }
      return Layer(
        name: layer.name, operation: .activation, inputs: layer.inputs,
        activation: layer.activation, output: layer.output, stage: layer.stage, block: layer.block)
    }
    return Network(name: name, batch: batch, layers: passing)
  }
}
