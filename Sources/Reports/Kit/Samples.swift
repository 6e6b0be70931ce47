/// Values over equally long intervals.
enum Samples {
  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The same curve over at most so many intervals; each is the mean of what it covers, so the
  /// area stays the same.
  static func resampled(_ values: [Double], to count: Int) -> [Double] {
    guard values.count > count, count > 0 else { return values }
    let width = Double(values.count) / Double(count)
    return (0..<count).map { mean(values, from: Double($0) * width, to: Double($0 + 1) * width) }
  }

  /// The mean over a part of the curve, in units of intervals.
  static func mean(_ values: [Double], from start: Double, to end: Double) -> Double {
    let start = min(max(start, 0), Double(values.count))
    let end = min(max(end, start), Double(values.count))
    guard end > start else { return 0 }
    var total = 0.0
    for index in Int(start)..<min(Int(end) + 1, values.count) {
      let covered = min(Double(index + 1), end) - max(Double(index), start)
      total += values[index] * covered
    }
    return total / (end - start)
  }

  /// Neighbours in equal groups, so that there are no more groups than asked for.
  static func groups(of count: Int, atMost limit: Int) -> [Range<Int>] {
    let size = max((count + limit - 1) / max(limit, 1), 1)
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}
