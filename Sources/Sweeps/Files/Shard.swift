/// A share of a sweep's points: part `number` of `count`, from 1.
public struct Shard: Hashable, Sendable, CustomStringConvertible {
  public let number: Int
  public let count: Int

  public static let whole = Shard()

  private init() { (number, count) = (1, 1) }

  /// Reads `K/N`.
  public init(_ text: String) throws(SweepError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1],
      (1...PointSpace.limit).contains(count), (1...count).contains(number)
    else { throw .badShard(text) }
    self.number = number
    self.count = count
  }

  /// Its points: neighbouring ones, which have the most in common, in shares that differ by one.
  public func range(of points: Int) -> Range<Int> {
    points * (number - 1) / count..<points * number / count
  }

  /// What its files are called.
  public var stem: String { self == .whole ? "sweep" : "shard-\(number)-of-\(count)" }

  public var description: String { "\(number)/\(count)" }
}
