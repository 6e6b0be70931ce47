/// A type of element that the convolution kernels read; they compute in floats whatever it is.
///
/// Products of two INT8 values are at most 2¹⁴ in magnitude, so sums of up to 2¹⁰ of them are exact
/// in an FP32 accumulator, in any order: INT8 layers use the FP32 register tile a block at a time.
protocol PlaneElement: BitwiseCopyable, Sendable {
  /// The most products whose sum is exact in FP32; `nil` if sums are rounded anyway.
  static var exactDepth: Int? { get }

  var asFloat: Float { get }

  /// Calls `body` with a view of one channel as floats, of some of its rows at least, and the end of
  /// its memory.
  static func withFloats(
    of view: MapView<Self>, channel: Int, rows: Range<Int>,
    _ body: (MapView<Float>, UnsafePointer<Float>) -> Void)
}

extension Float: PlaneElement {
  static var exactDepth: Int? { nil }

  var asFloat: Float { self }

  static func withFloats(
    of view: MapView<Float>, channel: Int, rows: Range<Int>,
    _ body: (MapView<Float>, UnsafePointer<Float>) -> Void
  ) {
    body(view.channel(channel), view.end)
  }
}

extension Int8: PlaneElement {
  static var exactDepth: Int? { 1024 }

  var asFloat: Float { Float(self) }

  static func withFloats(
    of view: MapView<Int8>, channel: Int, rows: Range<Int>,
    _ body: (MapView<Float>, UnsafePointer<Float>) -> Void
  ) {
    let columns = view.region.columns
    let floats = Workspace<Float>(count: rows.count * columns.count)
    for row in rows {
      let source = view.pointer(channel, row, columns.lowerBound)
      let target = floats.base + (row - rows.lowerBound) * columns.count
      for column in 0..<columns.count { target[column] = Float(source[column]) }
    }
    let view = MapView<Float>(
      base: UnsafePointer(floats.base),
      region: Region(channels: channel..<channel + 1, rows: rows, columns: columns),
      channelStride: 0, rowStride: columns.count)
    body(view, view.end)
  }
}
