import LayerGraph

/// What becomes of the sums of a convolution's tile.
enum TileSink {
  /// They are complete: the layer's bias is added and the result written.
  case output(MutableMapView<Float>, bias: UnsafePointer<Float>)
  /// They are added to partial sums.
  case partial(MutableMapView<Float>)
  /// They are exact integers, added to partial sums.
  case exact(MutableMapView<Int32>)

  /// Whether sums must be taken before they grow past what FP32 holds exactly.
  var isExact: Bool {
    if case .exact = self { true } else { false }
  }

  /// Takes the sums of one filter over rows of the tile's columns, `pitch` elements apart.
  func take(
    filter: Int, rows: Range<Int>, columns: Range<Int>, from sums: UnsafePointer<Float>,
    pitch: Int, set: InstructionSet
  ) {
    switch self {
    case .output(let view, let bias):
      let first = view.pointer(filter, rows.lowerBound, columns.lowerBound)
      let isFlat = pitch == columns.count && view.rowStride == columns.count
      set.kernels.finish(
        first, view.rowStride, sums, pitch, isFlat ? 1 : rows.count,
        isFlat ? rows.count * columns.count : columns.count, bias[filter], false)
    case .partial(let view):
      set.kernels.finish(
        view.pointer(filter, rows.lowerBound, columns.lowerBound), view.rowStride, sums, pitch,
        rows.count, columns.count, 0, true)
    case .exact(let view):
      for row in rows {
        let target = view.pointer(filter, row, columns.lowerBound)
        let source = sums + (row - rows.lowerBound) &* pitch
        for column in 0..<columns.count { target[column] &+= Int32(source[column]) }
      }
    }
  }
}
