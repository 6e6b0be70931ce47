/// A small matrix of integers, row by row.
public struct Matrix: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  public var values: [Int]

  public init(rows: Int, columns: Int, repeating value: Int = 0) {
    self.rows = rows
    self.columns = columns
    values = [Int](repeating: value, count: rows * columns)
  }

  public subscript(row: Int, column: Int) -> Int {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }

  /// The block of `rows` × `columns` elements from a corner; zeros outside the matrix.
  func block(row: Int, column: Int, rows: Int, columns: Int) -> Matrix {
    var result = Matrix(rows: rows, columns: columns)
    for r in 0..<min(rows, self.rows - row) {
      for c in 0..<min(columns, self.columns - column) { result[r, c] = self[row + r, column + c] }
    }
    return result
  }

  /// Adds a block at a corner; what lies outside the matrix is dropped.
  mutating func add(_ block: Matrix, row: Int, column: Int) {
    for r in 0..<min(block.rows, rows - row) {
      for c in 0..<min(block.columns, columns - column) {
        self[row + r, column + c] += block[r, c]
      }
    }
  }

  /// The product by its definition.
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columns == b.rows, "the inner extents of a product agree")
    var result = Matrix(rows: a.rows, columns: b.columns)
    for row in 0..<a.rows {
      for column in 0..<b.columns {
        for k in 0..<a.columns { result[row, column] += a[row, k] * b[k, column] }
      }
    }
    return result
  }
}
