import JSONText
import LayerGraph
import ModelZoo

/// The JSON of `complexity --json`: a contract, so keys are only ever added.
extension Complexity {
  /// Grows when a key changes its meaning.
  private static let schemaVersion = 1

  /// Counts are for one image; traffic and memory are in elements.
  var json: JSONOutput {
    [
      "schema_version": .integer(Self.schemaVersion),
      "networks": .array(loads.map(network)),
    ]
  }

  private func network(_ load: NetworkLoad) -> JSONOutput {
    let network = load.network
    return [
      "name": .string(network.name),
      "input_shape": [
        .integer(network.input.channels), .integer(network.input.height),
        .integer(network.input.width),
      ],
      "weights": .integer(load.counts.weights),
      "parameters": .integer(load.counts.parameters),
      "macs": .integer(load.counts.macs),
      "bflops": [
        "convolution": .number(load.bflops.convolution),
        "convolution_and_maximum": .number(load.bflops.convolutionAndMaximum),
        "total": .number(load.bflops.total),
      ],
      "largest_layer": [
        "name": .string(network.layers[load.largest].name),
        "bflops": .number(load.largestBFLOPs),
      ],
      "convolutional_input_output": .integer(network.convolutionalInputOutput),
      "activation_traffic": .integer(network.activationTraffic),
      "peak_live_elements": .integer(load.peakElements),
      "dense_stages": .array(network.denseStages.map(stage)),
    ]
  }

  /// Elements a pixel but for `stage_traffic_elements`; `channels` is the formulas' c, `growth` their
  /// d and `layers` their m.
  private func stage(_ stage: DenseStage) -> JSONOutput {
    [
      "stage": .string(stage.name),
      "map": [.integer(stage.map.height), .integer(stage.map.width)],
      "channels": .integer(stage.formula.channels),
      "growth": .integer(stage.formula.growth),
      "layers": .integer(stage.formula.layers),
      "formula_elements_per_pixel": .integer(stage.formula.whole),
      "halved_formula_elements_per_pixel": .integer(stage.formula.half),
      "counted_elements_per_pixel": .integer(stage.elements),
      "stage_traffic_elements": .integer(stage.traffic),
    ]
  }
}
