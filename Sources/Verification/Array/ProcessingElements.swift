import Hardware

/// A systolic array stepped register by register, one cycle at a time.
///
/// Nothing but the wires between neighbours is modelled: an operand moves one processing element to
/// the right each cycle, the other one down, and no value reaches an element in any other way. What
/// comes out, and after how many cycles, is what the closed form of the timing model claims.
public struct ProcessingElements {
  public let rows: Int
  public let columns: Int
  /// The stationary operand of each element.
  private var held: Matrix
  /// The register that passes its value on to the right.
  private var right: Matrix
  /// The register that passes its value on downwards.
  private var down: Matrix
  /// The sum that an output-stationary element keeps.
  private var sums: Matrix
  /// Cycles stepped so far.
  public private(set) var cycles = 0

  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    held = Matrix(rows: rows, columns: columns)
    (right, down, sums) = (held, held, held)
  }

  /// Multiplies on the array, fold by fold without overlap.
  ///
  /// - Parameters:
  ///   - a: M × K, the pixels' operands.
  ///   - b: K × N, the filters.
  /// - Returns: the M × N product; `cycles` has grown by the time it took.
  public mutating func multiply(_ a: Matrix, _ b: Matrix, dataflow: Dataflow) -> Matrix {
    switch dataflow {
    case .outputStationary: outputStationary(a, b)
    case .weightStationary: stationary(b, streaming: a)
    case .inputStationary: stationary(a.transposed, streaming: b.transposed).transposed
    }
  }

  /// Holds `fixed` (K × columns) and streams the rows of `stream` (T × K) past it.
  ///
  /// - Returns: stream · fixed.
  private mutating func stationary(_ fixed: Matrix, streaming stream: Matrix) -> Matrix {
    var result = Matrix(rows: stream.rows, columns: fixed.columns)
    for column in stride(from: 0, to: fixed.columns, by: columns) {
      for row in stride(from: 0, to: fixed.rows, by: rows) {
        load(fixed.block(row: row, column: column, rows: rows, columns: columns))
        let operands = stream.block(row: 0, column: row, rows: stream.rows, columns: rows)
        result.add(flow(operands), row: 0, column: column)
      }
    }
    return result
  }

  /// Shifts stationary operands in from the top, one row of the array a cycle.
  private mutating func load(_ block: Matrix) {
    for step in 0..<rows {
      for row in stride(from: rows - 1, through: 1, by: -1) {
        for column in 0..<columns { held[row, column] = held[row - 1, column] }
      }
      for column in 0..<columns { held[0, column] = block[rows - 1 - step, column] }
      cycles += 1
    }
  }

  /// Streams operands from the left, row r of the array one cycle after row r − 1, and collects the
  /// sums that leave at the bottom.
  private mutating func flow(_ operands: Matrix) -> Matrix {
    (right, down) = (Matrix(rows: rows, columns: columns), Matrix(rows: rows, columns: columns))
    var result = Matrix(rows: operands.rows, columns: columns)
    for cycle in 0..<operands.rows + rows + columns - 2 {
      var (nextRight, nextDown) = (right, down)
      for row in 0..<rows {
        let index = cycle - row
        let entering = (0..<operands.rows).contains(index) ? operands[index, row] : 0
        for column in 0..<columns {
          let operand = column == 0 ? entering : right[row, column - 1]
          let above = row == 0 ? 0 : down[row - 1, column]
          nextRight[row, column] = operand
          nextDown[row, column] = above + operand * held[row, column]
        }
      }
      (right, down) = (nextRight, nextDown)
      for column in 0..<columns {
        let index = cycle - (rows - 1) - column
        if (0..<operands.rows).contains(index) { result[index, column] = down[rows - 1, column] }
      }
      cycles += 1
    }
    return result
  }

  private mutating func outputStationary(_ a: Matrix, _ b: Matrix) -> Matrix {
    var result = Matrix(rows: a.rows, columns: b.columns)
    for column in stride(from: 0, to: b.columns, by: columns) {
      for row in stride(from: 0, to: a.rows, by: rows) {
        accumulate(
          a.block(row: row, column: 0, rows: rows, columns: a.columns),
          b.block(row: 0, column: column, rows: b.rows, columns: columns))
        result.add(sums, row: row, column: column)
      }
    }
    return result
  }

  /// Streams `a` from the left and `b` from the top, skewed; each element sums what meets in it.
  private mutating func accumulate(_ a: Matrix, _ b: Matrix) {
    let empty = Matrix(rows: rows, columns: columns)
    (right, down, sums) = (empty, empty, empty)
    for cycle in 0..<a.columns + rows + columns - 2 {
      var (nextRight, nextDown) = (right, down)
      for row in 0..<rows {
        for column in 0..<columns {
          let fromLeft = cycle - row
          let fromTop = cycle - column
          let x =
            column > 0
            ? right[row, column - 1]
            : (0..<a.columns).contains(fromLeft) ? a[row, fromLeft] : 0
          let y =
            row > 0
            ? down[row - 1, column]
            : (0..<b.rows).contains(fromTop) ? b[fromTop, column] : 0
          nextRight[row, column] = x
          nextDown[row, column] = y
          sums[row, column] += x * y
        }
      }
      (right, down) = (nextRight, nextDown)
      cycles += 1
    }
  }
}
