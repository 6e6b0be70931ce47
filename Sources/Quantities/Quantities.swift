/// A duration in ticks of one device's own clock.
public struct Cycles: Hashable, Comparable, Sendable {
  public let count: Int

  public init(_ count: Int) { self.count = count }

  public static let zero = Cycles(0)
  public static func < (a: Cycles, b: Cycles) -> Bool { a.count < b.count }
  public static func + (a: Cycles, b: Cycles) -> Cycles { Cycles(a.count + b.count) }
  public static func - (a: Cycles, b: Cycles) -> Cycles { Cycles(a.count - b.count) }

  /// The duration in seconds at a clock rate.
  public func seconds(at clock: Hertz) -> Double { Double(count) / clock.value }
}

/// An amount of memory or traffic.
public struct Bytes: Hashable, Comparable, Sendable {
  public let count: Int

  public init(_ count: Int) { self.count = count }

  public static let zero = Bytes(0)
  public static func < (a: Bytes, b: Bytes) -> Bool { a.count < b.count }
  public static func + (a: Bytes, b: Bytes) -> Bytes { Bytes(a.count + b.count) }
}

/// A clock rate.
public struct Hertz: Hashable, Comparable, Sendable {
  public let value: Double

  public init(_ value: Double) { self.value = value }

  public static func < (a: Hertz, b: Hertz) -> Bool { a.value < b.value }
}

/// A rate of traffic; infinite where a profile says `unlimited`.
public struct BytesPerSecond: Hashable, Comparable, Sendable {
  public let value: Double

  public init(_ value: Double) { self.value = value }

  public static let unlimited = BytesPerSecond(.infinity)
  public static func < (a: BytesPerSecond, b: BytesPerSecond) -> Bool { a.value < b.value }
}
