/// One thing that a sweep varies, and the values it takes.
public struct Axis: Hashable, Sendable {
  public let key: AxisKey
  /// The values as `--set` and the network options take them; distinct, at least one.
  public let values: [String]
  /// The values as typed.
  public let text: String

  /// The most values of one axis.
  public static let limit = 1_000_000

  /// Reads a list `16,32,64`, ranges `0.25...0.75/0.25` (the last part is the step), or both mixed.
  ///
  /// - Throws: `SweepError` for an empty list, a malformed or reversed range, or a repeated value.
  public init(_ key: AxisKey, _ text: String) throws(SweepError) {
    var values: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let item = part.trimmed
      guard !item.isEmpty else { throw .emptyAxis(axis: key.name) }
      if let range = item.firstRange(of: "...") {
        values += try AxisRange(
          key, text: item, lower: item[..<range.lowerBound], rest: item[range.upperBound...]
        ).values
      } else {
        values.append(item)
      }
      guard values.count <= Axis.limit else { throw .tooManyValues(axis: key.name) }
    }
    try self.init(key, values: values, text: text)
  }

  /// An axis with its values one by one.
  public init(_ key: AxisKey, values: [String]) throws(SweepError) {
    try self.init(key, values: values, text: values.joined(separator: ","))
  }

  private init(_ key: AxisKey, values: [String], text: String) throws(SweepError) {
    guard !values.isEmpty else { throw .emptyAxis(axis: key.name) }
    var seen: Set<String> = []
    for value in values where !seen.insert(value).inserted {
      throw .repeatedValue(axis: key.name, value: value)
    }
    self.key = key
    self.values = values
    self.text = text
  }
}

/// Evenly spaced values, the upper bound included where a step meets it.
private struct AxisRange {
  var values: [String] = []

  init(
    _ key: AxisKey, text: String, lower: Substring, rest: Substring
  ) throws(SweepError) {
    guard let cut = AxisRange.step(in: rest), let lower = DecimalAmount(lower.trimmed),
      let upper = DecimalAmount(rest[..<cut].trimmed),
      let step = DecimalAmount(rest[rest.index(after: cut)...].trimmed)
    else { throw .malformedRange(axis: key.name, text: text) }
    guard lower.unit == upper.unit, step.unit == upper.unit else {
      throw .mixedUnits(axis: key.name, text: text)
    }
    let scale = max(lower.scale, upper.scale, step.scale)
    guard var value = lower.mantissa(at: scale), let last = upper.mantissa(at: scale),
      let stride = step.mantissa(at: scale)
    else { throw .malformedRange(axis: key.name, text: text) }
    guard stride > 0 else { throw .badStep(axis: key.name, text: text) }
    guard value <= last else { throw .reversedRange(axis: key.name, text: text) }
    guard (last - value) / stride < Axis.limit else { throw .tooManyValues(axis: key.name) }
    var amount = lower
    amount.scale = scale
    while value <= last {
      amount.mantissa = value
      values.append(amount.text)
      value += stride
    }
  }

  /// The slash before the step: one that a number follows, so that `GB/s` stays whole.
  private static func step(in text: Substring) -> Substring.Index? {
    text.indices.first { index in
      text[index] == "/"
        && text[text.index(after: index)...].first.map {
          $0.isNumber || $0 == "." || $0 == "-" || $0 == " "
        } ?? false
    }
  }
}

extension StringProtocol {
  /// Without spaces at either end.
  var trimmed: String {
    let body = drop(while: \.isWhitespace)
    guard let last = body.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(body[...last])
  }
}
