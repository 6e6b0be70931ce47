/// The numbers that a Winograd convolution is computed in between its transforms.
///
/// Coefficients are fractions. FP32 rounds them. Integers multiply each matrix by its denominator and
/// divide the results by all of them, which leaves no remainder; sums in between may pass 2⁶³, and
/// come back, because only the result has to fit.
protocol WinogradNumber: Sendable {
  associatedtype Value
  associatedtype Sum

  static var zero: Self { get }

  init(_ value: Value)

  /// A coefficient of a transform.
  init(_ numerator: Int, over denominator: Int)

  /// Adds a product.
  mutating func add(_ a: Self, times b: Self)

  /// The result, of which transforms left out `denominator`.
  func sum(over denominator: Int) -> Sum
}

extension Float: WinogradNumber {
  typealias Value = Float
  typealias Sum = Float

  init(_ numerator: Int, over denominator: Int) { self = Float(numerator) / Float(denominator) }

  mutating func add(_ a: Float, times b: Float) { self += a * b }

  func sum(over denominator: Int) -> Float { self }
}

extension Int64: WinogradNumber {
  typealias Value = Int8
  typealias Sum = Int32

  init(_ value: Int8) { self.init(Int(value)) }

  init(_ numerator: Int, over denominator: Int) { self.init(numerator) }

  mutating func add(_ a: Int64, times b: Int64) { self = self &+ a &* b }

  func sum(over denominator: Int) -> Int32 { Int32(truncatingIfNeeded: self / Int64(denominator)) }
}
