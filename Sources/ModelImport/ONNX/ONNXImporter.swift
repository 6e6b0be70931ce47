import LayerGraph

/// Reads networks in the Open Neural Network Exchange format, opset 11 to 21.
///
/// The file is read piece by piece: weights are passed over, so neither time nor memory grows with
/// them, and external data isn't needed. What remains is a pipeline, one step a file:
///
/// 1. `ONNXModelReader` reads the Protocol Buffers message, bounded and without recursion;
/// 2. `ONNXInliner` puts the nodes of local functions in the place of their calls;
/// 3. `ONNXGraphOrder` puts nodes behind what they read and refuses cycles and unknown names;
/// 4. `ActivationPatterns` finds activation functions that exporters spell out in several nodes;
/// 5. `ONNXGraphImporter` goes through the nodes: it folds constants, follows shapes and drafts
///    layers, fusing normalisations, biases, activations and padding into the layer before them;
/// 6. the drafts that an output depends on become the network.
///
/// Order of elements: a tensor that is sliced, joined or normalised along an axis other than its
/// channels is regrouped so that this axis comes first. Its size, work and traffic are exact.
public enum ONNXImporter {
  /// The network in an ONNX file.
  ///
  /// - Parameters:
  ///   - source: the file's bytes, read as they are needed.
  ///   - file: the file's name, for messages and as the network's name.
  ///   - options: extents that the file leaves open; an open batch is 1.
  /// - Throws: `ImportError` that names the byte or the node.
  public static func network(
    source: some ByteSource, file: String, options: ImportOptions = ImportOptions()
  ) throws(ImportError) -> ImportedNetwork {
    do {
      return try network(
        model: ONNXModelReader.model(source: source), file: file, options: options)
    } catch {
      throw error.importError(file: file)
    }
  }

  private static func network(
    model: ONNXModel, file: String, options: ImportOptions
  ) throws(ONNXProblem) -> ImportedNetwork {
    guard let graph = model.graph else { throw .noGraph }
    guard !graph.nodes.isEmpty else { throw .noNodes }
    guard let opset = model.opset else { throw .noOpset }
    guard opset >= supportedOpsets.lowerBound else { throw .oldOpset(opset) }
    var ordered = graph
    ordered.nodes = try ONNXInliner.nodes(of: graph, functions: model.functions)
    ordered.nodes = try ONNXGraphOrder.sorted(ordered)
    ordered.nodes = ActivationPatterns.recognised(in: ordered)
    var importer = try ONNXGraphImporter(graph: ordered, opset: opset, options: options)
    if opset > supportedOpsets.upperBound {
      importer.warn(
        .file,
        "opset \(opset) is newer than \(supportedOpsets.upperBound); its operators are read as those of "
          + "\(supportedOpsets.upperBound)")
    }
    try importer.run()
    let network = try importer.network(
      name: name(of: file), batch: options.batch ?? importer.batch)
    let warnings = importer.warnings.map { warning in
      ImportWarning(file: file, location: warning.location, message: warning.message)
    }
    return ImportedNetwork(network: network, warnings: warnings)
  }

  private static let supportedOpsets = 11...21

  /// The last component of a path, without its extension.
  private static func name(of file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    guard last.hasSuffix(".onnx"), last.count > 5 else { return last }
    return String(last.dropLast(5))
  }
}
