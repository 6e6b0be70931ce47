import DidYouMean

/// The points of a sweep, numbered from 0; none is kept, each is worked out from its number.
public struct PointSpace: Hashable, Sendable {
  public let axes: [Axis]
  public let sampling: Sampling
  /// The number of points.
  public let count: Int
  /// Axes that advance together, each group by its indices into `axes`; the last changes fastest.
  let groups: [[Int]]

  /// The most points of a sweep.
  public static let limit = 1_000_000_000

  /// - Parameter zips: names of axes that advance together instead of being combined.
  /// - Throws: `SweepError` for repeated or unknown axes, unequal zips, or too many points.
  public init(
    axes: [Axis], zips: [[String]] = [], sampling: Sampling = .grid
  ) throws(SweepError) {
    for (index, axis) in axes.enumerated()
    where axes[..<index].contains(where: { $0.key == axis.key }) {
      throw .repeatedAxis(axis.key.name)
    }
    self.axes = axes
    self.sampling = sampling
    groups = try PointSpace.groups(axes, zips: zips)
    var product = 1
    for group in groups {
      let (result, overflow) = product.multipliedReportingOverflow(by: axes[group[0]].values.count)
      product = overflow ? .max : result
      if overflow { break }
    }
    switch sampling {
    case .grid:
      guard product <= PointSpace.limit else { throw .tooManyPoints }
      count = product
    case .random(let wanted, _), .latinHypercube(let wanted, _):
      guard (1...PointSpace.limit).contains(wanted) else { throw .badSample(count: wanted) }
      count = wanted
    }
  }

  private static func groups(_ axes: [Axis], zips: [[String]]) throws(SweepError) -> [[Int]] {
    var zipOf = [Int?](repeating: nil, count: axes.count)
    for (number, names) in zips.enumerated() {
      var first: Int?
      for name in names {
        guard let index = axes.firstIndex(where: { $0.key.name == name }) else {
          let known = axes.map(\.key.name)
          throw .unknownZip(
            name, suggestion: Suggestion.closest(to: name, among: known), known: known)
        }
        guard zipOf[index] == nil else { throw .repeatedZip(name) }
        zipOf[index] = number
        let leader = first ?? index
        guard axes[leader].values.count == axes[index].values.count else {
          throw .unequalZip(
            first: axes[leader].key.name, count: axes[leader].values.count, second: name,
            otherCount: axes[index].values.count)
        }
        first = leader
      }
    }
    return axes.indices.compactMap { index in
      guard let zip = zipOf[index] else { return [index] }
      let members = axes.indices.filter { zipOf[$0] == zip }
      return members.first == index ? members : nil
    }
  }

  /// For each axis, which of its values a point takes.
  public func valueIndices(of point: Int) -> [Int] {
    var result = [Int](repeating: 0, count: axes.count)
    var rest = point
    for (number, group) in groups.enumerated().reversed() {
      let values = axes[group[0]].values.count
      let index: Int
      switch sampling {
      case .grid: (rest, index) = rest.quotientAndRemainder(dividingBy: values)
      case .random(_, let seed):
        index = Int(mixed(seed, number, point) % UInt64(values))
      case .latinHypercube(let count, let seed):
        let stratum = Shuffle(count: count, seed: Int(mixed(seed, number) >> 1))[point]
        index = Int((UInt64(stratum) * UInt64(values)) / UInt64(count))
      }
      for axis in group { result[axis] = index }
    }
    return result
  }

  /// For each axis, its value at a point.
  public func values(of point: Int) -> [String] {
    zip(axes, valueIndices(of: point)).map { $0.values[$1] }
  }

  /// For each axis, its value where each group of axes takes the value of that number.
  func values(at place: [Int]) -> [String] {
    var values = axes.map { $0.values[0] }
    for (group, index) in zip(groups, place) {
      for axis in group { values[axis] = axes[axis].values[index] }
    }
    return values
  }
}
