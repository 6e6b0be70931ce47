/// The extent of one image's feature map: channels × height × width.
///
/// The batch is a property of the network, not of its tensors, since every layer of a
/// convolutional network shares it.
public struct Shape: Hashable, Sendable {
  public let channels: Int
  public let height: Int
  public let width: Int

  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Elements in one image.
  public var elements: Int { channels * height * width }

  /// Height × width.
  public var area: Int { height * width }
}

extension Shape: CustomStringConvertible {
  public var description: String { "\(channels)×\(height)×\(width)" }
}

/// A pair of extents over the two spatial axes, named once so that they are never swapped.
public struct Spatial: Hashable, Sendable {
  public let height: Int
  public let width: Int

  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// The same extent on both axes.
  public init(_ side: Int) { self.init(height: side, width: side) }

  public var area: Int { height * width }
}

/// Rows and columns of zeros around a feature map; each side may differ.
public struct Padding: Hashable, Sendable {
  public let top: Int
  public let left: Int
  public let bottom: Int
  public let right: Int

  public init(top: Int, left: Int, bottom: Int, right: Int) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  /// The same padding on every side.
  public init(_ side: Int) { self.init(top: side, left: side, bottom: side, right: side) }

  public static let none = Padding(0)
}
