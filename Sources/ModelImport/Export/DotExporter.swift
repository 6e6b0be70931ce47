import LayerGraph

/// Writes networks as Graphviz graphs: a node a layer, a cluster a stage, an edge a tensor.
public enum DotExporter {
  public static func text(_ network: Network) -> String {
    var text = "digraph \(quoted(network.name)) {\n  node [shape=box, fontname=\"sans-serif\"];\n"
    for (number, stage) in stages(network).enumerated() {
      let isCluster = !stage.name.isEmpty
      if isCluster {
        text += "  subgraph cluster_\(number) {\n    label=\(quoted(stage.name));\n"
      }
      for index in stage.layers {
        let layer = network.layers[index]
        text += "    n\(index) [label=\(quoted("\(layer.name)\n\(layer.output)"))];\n"
      }
      if isCluster { text += "  }\n" }
    }
    for (index, layer) in network.layers.enumerated() {
      for input in layer.inputs { text += "  n\(input) -> n\(index);\n" }
    }
    return text + "}\n"
  }

  /// The stages in order of appearance, each with its layers.
  private static func stages(_ network: Network) -> [(name: String, layers: [Int])] {
    var stages: [(name: String, layers: [Int])] = []
    var places: [String: Int] = [:]
    for (index, layer) in network.layers.enumerated() {
      if let place = places[layer.stage] {
        stages[place].layers.append(index)
      } else {
        places[layer.stage] = stages.count
        stages.append((layer.stage, [index]))
      }
    }
    return stages
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.reduce(into: "") { result, character in
      switch character {
      case "\"", "\\": result += "\\\(character)"
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return "\"\(escaped)\""
  }
}
