/// The linear system of one Gauss–Newton step.
struct NormalEquations {
  private var matrix: [[Double]]
  private var right: [Double]

  /// - Parameters:
  ///   - slopes: by unknown, then error.
  ///   - offsets: each unknown's distance from where `pull` draws it.
  init(
    errors: [Double], slopes: [[Double]], weights: [Double], offsets: [Double], pull: Double,
    damping: Double
  ) {
    let count = slopes.count
    matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    right = [Double](repeating: 0, count: count)
    for row in 0..<count {
      for column in 0...row {
        var sum = 0.0
        for index in errors.indices {
          sum += weights[index] * slopes[row][index] * slopes[column][index]
        }
        matrix[row][column] = sum
        matrix[column][row] = sum
      }
      for index in errors.indices {
        right[row] -= weights[index] * slopes[row][index] * errors[index]
      }
      right[row] -= pull * pull * offsets[row]
      matrix[row][row] = (matrix[row][row] + pull * pull) * (1 + damping)
    }
  }

  /// By Cholesky's decomposition; `nil` if the matrix isn't positive definite.
  var solution: [Double]? {
    var lower = matrix
    let count = right.count
    for row in 0..<count {
      for column in 0...row {
        var sum = matrix[row][column]
        for inner in 0..<column { sum -= lower[row][inner] * lower[column][inner] }
        if row == column {
          guard sum > 0 else { return nil }
          lower[row][row] = sum.squareRoot()
        } else {
          lower[row][column] = sum / lower[column][column]
        }
      }
    }
    var result = right
    for row in 0..<count {
      for inner in 0..<row { result[row] -= lower[row][inner] * result[inner] }
      result[row] /= lower[row][row]
    }
    for row in (0..<count).reversed() {
      for inner in row + 1..<count { result[row] -= lower[inner][row] * result[inner] }
      result[row] /= lower[row][row]
    }
    return result
  }
}
