/// Bytes that can be read from any place, so that what isn't needed is never loaded.
public protocol ByteSource {
  /// The number of bytes.
  var count: Int { get }

  /// The bytes in `range`, which lies within `0..<count`; `nil` if they can't be read.
  func bytes(in range: Range<Int>) -> [UInt8]?
}

/// A file that is already in memory.
public struct MemoryByteSource: ByteSource, Sendable {
  private let storage: [UInt8]

  public init(_ bytes: [UInt8]) { storage = bytes }

  public var count: Int { storage.count }

  public func bytes(in range: Range<Int>) -> [UInt8]? { Array(storage[range]) }
}
