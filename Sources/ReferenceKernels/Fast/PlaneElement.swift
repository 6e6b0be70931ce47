/// A type of element that the convolution kernels read; they compute in floats whatever it is.
///
/// Products of two INT8 values are at most 2¹⁴ in magnitude, so sums of up to 2¹⁰ of them are exact
/// in an FP32 accumulator, in any order: INT8 layers use the FP32 register tile a block at a time.
public protocol PlaneElement: BitwiseCopyable, Sendable {
  /// The most products whose sum is exact in FP32; `nil` if sums are rounded anyway.
  static var exactDepth: Int? { get }

  var asFloat: Float { get }

  /// Copies every `step`-th of the elements from `source` on, as floats.
  static func copy(
    _ source: UnsafePointer<Self>, step: Int, count: Int, to: UnsafeMutablePointer<Float>)
}

extension Float: PlaneElement {
  public static var exactDepth: Int? { nil }

  public var asFloat: Float { self }

  public static func copy(
    _ source: UnsafePointer<Float>, step: Int, count: Int, to target: UnsafeMutablePointer<Float>
  ) {
    guard step > 1 else { return target.update(from: source, count: count) }
    for index in 0..<count { target[index] = source[index &* step] }
  }
}

extension Int8: PlaneElement {
  public static var exactDepth: Int? { 1024 }

  public var asFloat: Float { Float(self) }

  public static func copy(
    _ source: UnsafePointer<Int8>, step: Int, count: Int, to target: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<count { target[index] = Float(source[index &* step]) }
  }
}
