import LayerGraph

/// A network as a measurement names it.
public struct NetworkRequest: Hashable, Sendable {
  /// The key that names the architecture, such as "mobilenetv2-1.0".
  public let name: String
  /// The input's size, or `nil` for the published one.
  public let input: Spatial?
  public let batch: Int

  public init(name: String, input: Spatial? = nil, batch: Int = 1) {
    self.name = name
    self.input = input
    self.batch = batch
  }
}
