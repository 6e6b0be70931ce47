/// A chart: plain data that answers one question as a picture.
public protocol Chart: Sendable {
  /// The picture; a pure function of the data.
  func drawing() -> Drawing
}

extension Chart {
  /// The picture as an SVG file.
  public func svg() -> [UInt8] { drawing().svg() }
}
