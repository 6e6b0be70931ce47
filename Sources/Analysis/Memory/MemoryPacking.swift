/// Addresses for things that live for a while, so that no two alive at once share a byte: in order
/// of their birth, each at the lowest address that is free for all its life.
public struct MemoryPacking: Sendable {
  public struct Item: Sendable {
    /// Cycles.
    public let life: Range<Int>
    public let bytes: Int

    public init(life: Range<Int>, bytes: Int) {
      self.life = life
      self.bytes = bytes
    }
  }

  /// By item.
  public let addresses: [Int]
  /// The highest address used.
  public let height: Int

  public init(_ items: [Item]) {
    var addresses = [Int](repeating: 0, count: items.count)
    var placed: [(life: Range<Int>, range: Range<Int>)] = []
    let order = items.indices.sorted {
      (items[$0].life.lowerBound, $0) < (items[$1].life.lowerBound, $1)
    }
    for index in order {
      let item = items[index]
      let taken = placed.filter { $0.life.overlaps(item.life) }.map(\.range)
        .sorted { $0.lowerBound < $1.lowerBound }
      var address = 0
      for range in taken where range.upperBound > address {
        if range.lowerBound >= address + item.bytes { break }
        address = range.upperBound
      }
      addresses[index] = address
      placed.append((item.life, address..<address + item.bytes))
    }
    self.addresses = addresses
    height = placed.map(\.range.upperBound).max() ?? 0
  }
}
