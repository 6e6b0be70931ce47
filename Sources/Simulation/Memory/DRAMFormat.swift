/// How elements lie in DRAM.
public struct DRAMFormat: Hashable, Sendable {
  /// Bytes of an element on chip.
  public let elementBytes: Int
  /// Bytes in DRAM over those on chip; 1 without compression.
  public let compression: Double

  public init(elementBytes: Int, compression: Double = 1) {
    self.elementBytes = elementBytes
    self.compression = compression
  }

  /// The bytes that a number of elements takes, rounded up.
  public func bytes(_ elements: Int) -> Int {
    let plain = elements * elementBytes
    return compression == 1 ? plain : Int((Double(plain) * compression).rounded(.up))
  }
}
