import LayerGraph

/// Why a network can't be written in a format.
public struct DarknetExportError: Error, Hashable, Sendable, CustomStringConvertible {
  public let layer: String
  /// What the layer has that the format can't say.
  public let problem: String

  public var description: String {
    "layer '\(layer)' can't be written as a darknet configuration: \(problem);"
      + " export as onnx or dot instead"
  }
}

/// Writes networks as darknet configurations, from which `DarknetImporter` makes the same graph.
///
/// Where a layer reads another than the one before, a `[route]` fetches it; where an operation has
/// no activation of its own, an `[activation]` follows it. Both come back as layers that cost nothing
/// or what the fused activation cost.
public enum DarknetExporter {
  /// - Throws: `DarknetExportError` naming the first layer that the format can't express.
  public static func text(_ network: Network) throws(DarknetExportError) -> String {
    var sections = DarknetSections(network)
    for index in network.layers.indices { try sections.append(index) }
    return sections.text
  }
}
