/// How well predictions of one device fit its measurements.
public struct Score: Sendable, Hashable {
  /// Seconds.
  public typealias Pair = (predicted: Double, measured: Double)

  public let count: Int
  /// Mean, median and largest of |predicted − measured| / measured.
  public let meanError: Double
  public let medianError: Double
  public let worstError: Double
  /// Spearman's rank correlation of predicted and measured seconds; `nil` below two measurements.
  public let rankCorrelation: Double?

  /// - Parameter pairs: at least one.
  public init(_ pairs: [Pair]) {
    let errors = pairs.map { abs($0.predicted - $0.measured) / $0.measured }.sorted()
    count = errors.count
    meanError = errors.reduce(0, +) / Double(max(1, count))
    medianError =
      count == 0 ? 0 : (errors[(count - 1) / 2] + errors[count / 2]) / 2
    worstError = errors.last ?? 0
    rankCorrelation = Score.correlation(
      Score.ranks(pairs.map(\.predicted)), Score.ranks(pairs.map(\.measured)))
  }

  /// Ranks from 0; equal values share the mean of theirs.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 }
      start = end + 1
    }
    return ranks
  }

  /// Pearson's correlation; `nil` if either side doesn't vary.
  private static func correlation(_ a: [Double], _ b: [Double]) -> Double? {
    let count = Double(a.count)
    guard count >= 2 else { return nil }
    let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
    var (product, squareA, squareB) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      product += (x - meanA) * (y - meanB)
      squareA += (x - meanA) * (x - meanA)
      squareB += (y - meanB) * (y - meanB)
    }
    guard squareA > 0, squareB > 0 else { return nil }
    return product / (squareA * squareB).squareRoot()
  }
}
