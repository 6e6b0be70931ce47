import LayerGraph

/// Why a network can't be written as ONNX.
public enum ONNXExportError: Error, Hashable, Sendable {
  /// ONNX has no operator for the layer's operation.
  case inexpressible(layer: String, operation: String)
  /// Protocol Buffers hold at most 2 GiB.
  case tooLarge(parameters: Int, limit: Int)
  /// The source of parameters gave another number of values.
  case wrongCount(layer: String, role: String, expected: Int, given: Int)
}

extension ONNXExportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .inexpressible(let layer, let operation):
      "layer '\(layer)': ONNX opset 17 has no operator for its \(operation); "
        + "export another format"
    case .tooLarge(let parameters, let limit):
      "the network has \(parameters) parameters; an ONNX file holds at most \(limit)"
    case .wrongCount(let layer, let role, let expected, let given):
      "layer '\(layer)': \(given) \(role) values were given; expected \(expected)"
    }
  }
}

/// Writes a network as an ONNX model, opset 17, that any runtime executes.
///
/// The graph computes what the reference kernels compute. Batch normalisation is written with mean
/// 0, variance 1 and epsilon 0, so that it is γ·x + β. A darknet addition of unequal maps becomes
/// slices, an enlarged and masked map and a concatenation; a detection
/// head a logistic function over the channels that have one. Operations that reinterpret memory are
/// reshapes. The batch is fixed.
public enum ONNXExporter {
  /// The bytes of an `.onnx` file.
  ///
  /// - Parameters:
  ///   - network: what to write.
  ///   - parameters: the values of a layer's parameter, in the order of `ParameterRole`; synthetic
  ///     ones if `nil`.
  /// - Throws: `ONNXExportError` if a layer has no equivalent, or the weights don't fit into a file.
  public static func bytes(
    for network: Network,
    parameters: ((_ layer: Int, _ role: ParameterRole) -> [Float])? = nil
  ) throws(ONNXExportError) -> [UInt8] {
    let count = network.counts.parameters
    guard count <= parameterLimit else {
      throw .tooLarge(parameters: count, limit: parameterLimit)
    }
    var export = ONNXNetworkWriter(
      network: network, parameters: parameters ?? network.syntheticValues)
    return try export.bytes()
  }

  /// 2 GiB of four-byte floats, less what the graph takes.
  private static let parameterLimit = (1 << 29) - (1 << 20)
}
