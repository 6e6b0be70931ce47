/// A matrix from both sides of many squares at once: M·S·Mᵀ.
///
/// Squares lie place by place, all of them side by side, so that each coefficient is one pass over
/// neighbours.
struct Squares<Number: WinogradNumber> {
  /// How many squares.
  let count: Int
  var source: [Number]
  private(set) var result: [Number]
  private var half: [Number]
  private let matrix: Coefficients<Number>

  init(_ matrix: WinogradTransform.Matrix, count: Int) {
    self.count = count
    self.matrix = Coefficients(matrix)
    source = Array(repeating: .zero, count: matrix.columns * matrix.columns * count)
    half = Array(repeating: .zero, count: matrix.rows * matrix.columns * count)
    result = Array(repeating: .zero, count: matrix.rows * matrix.rows * count)
  }

  mutating func run() {
    let (rows, columns) = (matrix.rows, matrix.columns)
    for row in 0..<rows {
      for column in 0..<columns {
        matrix.combine(row, of: source, to: &half, at: row * columns + column, count: count) {
          $0 * columns + column
        }
      }
      for column in 0..<rows {
        matrix.combine(column, of: half, to: &result, at: row * rows + column, count: count) {
          row * columns + $0
        }
      }
    }
  }

  /// Copies one place of the results of all squares.
  func copyResult(_ place: Int, to target: inout [Number], at first: Int) {
    for index in 0..<count { target[first + index] = result[place * count + index] }
  }
}

/// A transform's matrix as numbers to compute with.
private struct Coefficients<Number: WinogradNumber> {
  let rows: Int
  let columns: Int
  private let values: [Number]
  private let isZero: [Bool]

  init(_ matrix: WinogradTransform.Matrix) {
    rows = matrix.rows
    columns = matrix.columns
    values = matrix.numerators.map { Number($0, over: matrix.denominator) }
    isZero = matrix.numerators.map { $0 == 0 }
  }

  /// A row of the matrix times a row or column of all squares.
  func combine(
    _ row: Int, of squares: [Number], to target: inout [Number], at place: Int, count: Int,
    from source: (_ index: Int) -> Int
  ) {
    squares.withUnsafeBufferPointer { squares in
      target.withUnsafeMutableBufferPointer { target in
        let sums = UnsafeMutableBufferPointer(
          rebasing: target[place * count..<(place + 1) * count])
        sums.update(repeating: .zero)
        for index in 0..<columns where !isZero[row * columns + index] {
          let coefficient = values[row * columns + index]
          let first = source(index) * count
          for square in 0..<count {
            sums[square].add(coefficient, times: squares[first + square])
          }
        }
      }
    }
  }
}
