import LayerGraph
import ModelZoo

/// A point's values as its profile and network take them.
struct PointRequest {
  var profile = ""
  var network = ""
  var options = NetworkOptions()
  /// `path=value` texts.
  var overrides: [String] = []

  /// - Throws: `SweepError.badValue` for a value that its axis doesn't have.
  init(_ axes: [Axis], _ values: [String]) throws(SweepError) {
    for (axis, value) in zip(axes, values) { try take(axis.key, value) }
  }

  private mutating func take(_ key: AxisKey, _ value: String) throws(SweepError) {
    func read<Value>(_ result: Value?, _ expected: String) throws(SweepError) -> Value {
      guard let result else {
        throw .badValue(axis: key.name, value: value, expected: expected)
      }
      return result
    }
    switch key {
    case .profile: profile = value
    case .network: network = value
    case .input:
      options.input = try read(
        PointRequest.size(value), "a height and a width up to \(Limits.extent), such as 416x416")
    case .batch:
      options.batch = try read(
        Int(value).flatMap { (1...65_536).contains($0) ? $0 : nil }, "1 to 65536")
    case .splitRatio:
      options.splitRatio = try read(
        Double(value).flatMap { $0 > 0 && $0 < 1 ? $0 : nil }, "a number above 0 and below 1")
    case .fusion:
      options.fusion = try read(
        FusionMode(rawValue: value), PointRequest.words(FusionMode.allCases))
    case .split:
      options.split = try read(SplitKind(rawValue: value), PointRequest.words(SplitKind.allCases))
    case .growthRate:
      options.growthRate = try read(Int(value), "a whole number such as 32")
    case .compression:
      options.compression = try read(
        Double(value).flatMap { $0.isFinite ? $0 : nil }, "a number above 0 and at most 1")
    case .figure(let path): overrides.append("\(path)=\(value)")
    }
  }

  private static func words<Choice: RawRepresentable>(_ cases: [Choice]) -> String
  where Choice.RawValue == String {
    cases.map(\.rawValue).joined(separator: ", ")
  }

  private static func size(_ text: String) -> Spatial? {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(sides.count), let height = sides[0], let width = sides[sides.count - 1],
      (1...Limits.extent).contains(height), (1...Limits.extent).contains(width)
    else { return nil }
    return Spatial(height: height, width: width)
  }
}
