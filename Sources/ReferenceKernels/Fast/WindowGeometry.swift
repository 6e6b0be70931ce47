import CRegisterTile
import LayerGraph

/// Lays a map out so that every tap of a strided, padded, dilated window reads neighbouring
/// elements for neighbouring outputs.
///
/// The padded map is dealt out by the remainder of its rows and columns by the stride ("phases"):
/// within one phase the window moves by one element an output. Rows lie `pitch` apart and share
/// their padding: the zeros after one row are the zeros before the next. An output at (row, column)
/// of the tile has position row·pitch + column, and tap k reads position + offset(k). The few
/// positions between a row's last column and the pitch are computed and dropped.
struct WindowGeometry {
  let window: Window
  let input: Shape
  let rows: Range<Int>
  let columns: Range<Int>
  /// The remainders by the stride that taps fall on, in order.
  let rowPhases: [Int]
  let columnPhases: [Int]
  let planeRows: Int
  let planeColumns: Int
  let pitch: Int

  init(window: Window, input: Shape, rows: Range<Int>, columns: Range<Int>) {
    self.window = window
    self.input = input
    self.rows = rows
    self.columns = columns
    let (kernel, dilation, stride) = (window.kernel, window.dilation, window.stride)
    rowPhases = remainders(taps: kernel.height, dilation: dilation.height, stride: stride.height)
    columnPhases = remainders(taps: kernel.width, dilation: dilation.width, stride: stride.width)
    planeRows = rows.count + (kernel.height - 1) * dilation.height / stride.height
    let reach = (kernel.width - 1) * dilation.width / stride.width
    planeColumns = columns.count + reach
    var shared = reach
    for phase in columnPhases {
      let inside = insideRange(
        start: columns.lowerBound * stride.width + phase - window.padding.left,
        step: stride.width, count: columns.count + reach, extent: input.width)
      shared = min(shared, inside.lowerBound, columns.count + reach - inside.upperBound)
    }
    pitch = planeColumns - shared
  }

  /// Elements of one phase of one channel.
  var planeSize: Int { (planeRows - 1) * pitch + planeColumns }

  /// Elements of all phases of one channel, and what the kernels may write after them.
  var channelSize: Int {
    planeSize * rowPhases.count * columnPhases.count + Int(register_kernels_slack)
  }

  /// Positions from the first output to the last.
  func positions(rows: Int) -> Int { (rows - 1) * pitch + columns.count }

  /// What a tap adds to an output's position, within one channel.
  func offset(tapRow: Int, tapColumn: Int) -> Int {
    let (down, right) = (tapRow * window.dilation.height, tapColumn * window.dilation.width)
    let rowPhase = rowPhases.firstIndex(of: down % window.stride.height) ?? 0
    let columnPhase = columnPhases.firstIndex(of: right % window.stride.width) ?? 0
    return (rowPhase * columnPhases.count + columnPhase) * planeSize
      + down / window.stride.height * pitch + right / window.stride.width
  }

  /// The offsets of all taps of one channel, row by row.
  var offsets: [Int] {
    (0..<window.kernel.area).map {
      offset(tapRow: $0 / window.kernel.width, tapColumn: $0 % window.kernel.width)
    }
  }

  /// The rows of the input that the tile reads.
  var inputRows: Range<Int> {
    touched(
      rows, stride: window.stride.height, span: window.span.height, padding: window.padding.top,
      extent: input.height)
  }

  /// The columns of the input that the tile reads.
  var inputColumns: Range<Int> {
    touched(
      columns, stride: window.stride.width, span: window.span.width, padding: window.padding.left,
      extent: input.width)
  }
}

extension WindowGeometry {
  /// Where a phase's block of the map lies, and how it is laid out.
  struct Phase {
    let layout: plane_layout
    /// Of the map's first element in the phase.
    let row: Int
    let column: Int
  }

  /// All phases, in the order of their planes.
  var phases: [Phase] {
    rowPhases.flatMap { row in columnPhases.map { phase(row: row, column: $0) } }
  }

  private func phase(row: Int, column: Int) -> Phase {
    let stride = window.stride
    let top = self.rows.lowerBound * stride.height + row - window.padding.top
    let left = self.columns.lowerBound * stride.width + column - window.padding.left
    // What no tap reads is left out: a tile's input ends with what its taps read.
    let (rows, columns) = (inputRows, inputColumns)
    let inner = insideRange(
      start: top - rows.lowerBound, step: stride.height, count: planeRows, extent: rows.count)
    let across = insideRange(
      start: left - columns.lowerBound, step: stride.width, count: planeColumns,
      extent: columns.count)
    let layout = plane_layout(
      rows: planeRows, columns: planeColumns, pitch: pitch, first_row: inner.lowerBound,
      inner_rows: across.isEmpty ? 0 : inner.count, first_column: across.lowerBound,
      inner_columns: across.count)
    return Phase(
      layout: layout, row: top + inner.lowerBound * stride.height,
      column: left + across.lowerBound * stride.width)
  }

  /// Writes phases of a channel to `planes`, which holds `channelSize` elements, with `outside`
  /// wherever the padded map has no element.
  func lay<Value: PlaneElement>(
    _ phases: [Phase], channel: Int, of source: MapView<Value>, outside: Float,
    to planes: UnsafeMutablePointer<Float>, set: InstructionSet
  ) {
    Value.withFloats(of: source, channel: channel, rows: inputRows) { floats, end in
      var plane = planes
      for phase in phases {
        // A phase without elements has a first element nowhere, which isn't read.
        let isTouched = phase.layout.inner_rows > 0
        let first = isTouched ? floats.pointer(channel, phase.row, phase.column) : floats.base
        set.kernels.lay(
          plane, phase.layout, first, floats.rowStride * window.stride.height, window.stride.width,
          end, outside)
        plane += planeSize
      }
    }
  }
}

private func remainders(taps: Int, dilation: Int, stride: Int) -> [Int] {
  var seen: [Int] = []
  for tap in 0..<min(taps, stride) where !seen.contains(tap * dilation % stride) {
    seen.append(tap * dilation % stride)
  }
  return seen
}

/// The indices below `count` for which start + index·step lies in 0..<extent.
private func insideRange(start: Int, step: Int, count: Int, extent: Int) -> Range<Int> {
  let first = start >= 0 ? 0 : min((-start).dividedUp(by: step), count)
  let end = start >= extent ? first : min((extent - start).dividedUp(by: step), count)
  return first..<max(first, end)
}

/// The input positions between the first and the last that the windows of `outputs` meet.
private func touched(
  _ outputs: Range<Int>, stride: Int, span: Int, padding: Int, extent: Int
) -> Range<Int> {
  let first = min(max(outputs.lowerBound * stride - padding, 0), extent)
  let end = min((outputs.upperBound - 1) * stride - padding + span, extent)
  return first..<max(first, end)
}
