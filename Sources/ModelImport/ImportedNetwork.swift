import LayerGraph

/// A network read from a file, and what its owner should know about the reading.
public struct ImportedNetwork: Hashable, Sendable {
  public let network: Network
  public let warnings: [ImportWarning]

  public init(network: Network, warnings: [ImportWarning] = []) {
    self.network = network
    self.warnings = warnings
  }
}

/// What an importer may be told beside the file.
public struct ImportOptions: Hashable, Sendable {
  /// The input's height and width, in place of the file's.
  public var input: Spatial?
  /// The batch, in place of the file's; a file that leaves it open has 1.
  public var batch: Int?
  /// The share of a stage's channels that bypasses its blocks, in place of a specification's; other
  /// formats have no such figure.
  public var splitRatio: Double?
  /// Whether an unknown operator becomes one pass over its elements, with a warning.
  public var allowsUnsupported: Bool

  public init(
    input: Spatial? = nil, batch: Int? = nil, splitRatio: Double? = nil,
    allowsUnsupported: Bool = false
  ) {
    self.input = input
    self.batch = batch
    self.splitRatio = splitRatio
    self.allowsUnsupported = allowsUnsupported
  }
}
