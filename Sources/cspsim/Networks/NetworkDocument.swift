import JSONText
import LayerGraph

/// The JSON of `networks show --json`: a contract, so keys are only ever added.
struct NetworkDocument {
  /// Grows when a key changes its meaning.
  private static let schemaVersion = 1

  let network: Network

  /// Counts are for one image. Shapes are channels, height and width; `inputs` are layer names.
  var json: JSONOutput {
    let counts = network.counts
    let bflops = BFLOPs(counts)
    return [
      "schema_version": .integer(Self.schemaVersion),
      "name": .string(network.name),
      "input_shape": shape(network.input),
      "batch": .integer(network.batch),
      "weights": .integer(counts.weights),
      "parameters": .integer(counts.parameters),
      "macs": .integer(counts.macs),
      "bflops": [
        "convolution": .number(bflops.convolution),
        "convolution_and_maximum": .number(bflops.convolutionAndMaximum),
        "total": .number(bflops.total),
      ],
      "layers": .array(network.layers.indices.map(layer)),
    ]
  }

  private func layer(_ index: Int) -> JSONOutput {
    let layer = network.layers[index]
    let counts = network.counts(of: index)
    return [
      "name": .string(layer.name),
      "operation": .string(layer.operation.name),
      "stage": .string(layer.stage),
      "block": .string(layer.block),
      "inputs": .array(layer.inputs.map { .string(network.layers[$0].name) }),
      "output_shape": shape(layer.output),
      "macs": .integer(counts.macs),
      "weights": .integer(counts.weights),
      "parameters": .integer(counts.parameters),
      "activation": .string(layer.activation.name),
      "window": window(of: layer.operation),
    ]
  }

  /// The sliding window of a convolution or pooling layer, or null; pairs are height and width,
  /// padding is top, left, bottom and right.
  private func window(of operation: Operation) -> JSONOutput {
    let (window, groups): (Window, Int)
    switch operation {
    case .convolution(let convolution): (window, groups) = (convolution.window, convolution.groups)
    case .pool(let pooling): (window, groups) = (pooling.window, 1)
    default: return .null
    }
    let padding = window.padding
    return [
      "kernel": pair(window.kernel), "stride": pair(window.stride),
      "dilation": pair(window.dilation),
      "padding": .array(
        [padding.top, padding.left, padding.bottom, padding.right].map { .integer($0) }),
      "groups": .integer(groups),
    ]
  }

  private func pair(_ extent: Spatial) -> JSONOutput {
    [.integer(extent.height), .integer(extent.width)]
  }

  private func shape(_ shape: Shape) -> JSONOutput {
    [.integer(shape.channels), .integer(shape.height), .integer(shape.width)]
  }
}
