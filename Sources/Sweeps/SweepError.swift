/// Why a sweep can't be planned, continued or put together.
public enum SweepError: Error, Hashable, Sendable {
  case emptyAxis(axis: String)
  case repeatedAxis(String)
  case repeatedValue(axis: String, value: String)
  case malformedRange(axis: String, text: String)
  case mixedUnits(axis: String, text: String)
  case badStep(axis: String, text: String)
  case reversedRange(axis: String, text: String)
  case tooManyValues(axis: String)
  case badValue(axis: String, value: String, expected: String)
  /// What a profile or network says of a value.
  case refused(Refusal)
  case tooManyPoints
  case badSample(count: Int)
  case unknownZip(String, suggestion: String?, known: [String])
  case unequalZip(first: String, count: Int, second: String, otherCount: Int)
  case repeatedZip(String)
  case constraint(String, problem: String, column: Int)
  case nothingAllowed(constraints: [String], points: Int)
  case badShard(String)
  case unknownObjective(String, suggestion: String?, known: [String])
  case changed(path: String)
  /// Another process writes the same rows.
  case inUse(path: String)
  case otherShard(path: String, found: String, asked: String)
  case damagedState(path: String, reason: String)
  case file(path: String, reason: String)
  /// Finished rows aren't as they were written.
  case damagedRows(path: String, reason: String)
  case gap(after: Int, before: Int)
  case overlap(first: String, second: String)
  case unfinished(path: String)
  case differentSweeps(first: String, second: String)
  /// An objective of energy on a profile without energy figures.
  case noEnergy(profile: String)
}

/// Why a profile or a network can't be as a point of a sweep has it.
public struct Refusal: Hashable, Sendable {
  /// What the profile or the network threw.
  public let cause: any Error
  /// The same in the words of a sweep.
  let reason: String

  init(_ cause: any Error) {
    self.cause = cause
    // A figure's error names `--set`, which here is an axis.
    let text = "\(cause)"
    reason = text.hasPrefix("--set ") ? "axis value " + text.dropFirst(6) : text
  }

  public static func == (one: Refusal, other: Refusal) -> Bool { one.reason == other.reason }

  public func hash(into hasher: inout Hasher) { hasher.combine(reason) }
}

extension SweepError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptyAxis(let axis):
      "axis \(axis): a value is empty; expected values such as 16,32,64 or 0.25...0.75/0.25"
    case .repeatedAxis(let axis): "axis \(axis) is given twice; put all its values into one list"
    case .repeatedValue(let axis, let value):
      "axis \(axis): value \(value) is given twice; expected each once"
    case .malformedRange(let axis, let text):
      "axis \(axis): \(text) is no range; expected first...last/step, such as 0.25...0.75/0.25"
    case .mixedUnits(let axis, let text):
      "axis \(axis): the units in \(text) differ; expected the same one three times, such as "
        + "10GB/s...80GB/s/10GB/s"
    case .badStep(let axis, let text):
      "axis \(axis): the step of \(text) is not above zero; expected first...last/step"
    case .reversedRange(let axis, let text):
      "axis \(axis): \(text) ends before it begins; expected the smaller bound first"
    case .tooManyValues(let axis):
      "axis \(axis) has more than \(Axis.limit) values; use a larger step"
    case .badValue(let axis, let value, let expected):
      "axis \(axis): \(value) is no value for it; expected \(expected)"
    case .refused(let refusal): refusal.reason
    default: planDescription
    }
  }

  private var planDescription: String {
    switch self {
    case .tooManyPoints:
      "the sweep has more than \(PointSpace.limit) points; leave out values, use larger steps, or "
        + "draw some with --random"
    case .badSample(let count):
      "a sample of \(count) points; expected 1 to \(PointSpace.limit)"
    case .unknownZip(let name, let suggestion, let known):
      "--zip \(name): the sweep has no such axis"
        + (suggestion.map { "; did you mean \($0)?" }
          ?? "; expected \(known.joined(separator: ", "))")
    case .unequalZip(let first, let count, let second, let otherCount):
      "--zip: \(first) has \(count) values and \(second) has \(otherCount); "
        + "zipped axes need equally many"
    case .repeatedZip(let name): "--zip: axis \(name) is zipped twice; expected each at most once"
    case .constraint(let text, let problem, let column):
      "--where '\(text.count > 200 ? text.prefix(200) + "…" : text)': at character \(column): \(problem)"
    case .nothingAllowed(let constraints, let points):
      "no point is left: \(constraints.map { "'\($0)'" }.joined(separator: " and ")) "
        + "excludes \(points == 1 ? "the only one" : "all \(points)"); loosen a constraint or widen an axis"
    case .badShard(let text):
      "\(text) is no shard; expected K/N with K from 1 to N, such as 3/8"
    case .unknownObjective(let name, let suggestion, let known):
      "unknown objective \(name)"
        + (suggestion.map { "; did you mean \($0)?" }
          ?? "; expected one of \(known.joined(separator: ", "))")
    case .noEnergy(let profile):
      "profile \(profile) carries no energy figures, so its energy isn't known; "
        + "choose another objective, or a profile with an energy section"
    default: fileDescription
    }
  }

  private var fileDescription: String {
    switch self {
    case .changed(let path):
      "\(path) is of another sweep: its axes, a profile, a network, the budget of a "
        + "search or the program changed since; "
        + "give --restart to begin anew, or another --out to keep it"
    case .inUse(let path):
      "\(path) is being written by another cspsim; wait for it, or give another --out"
    case .otherShard(let path, let found, let asked):
      "\(path) is of shard \(found), not \(asked); use another --out, or --restart"
    case .damagedState(let path, let reason):
      "\(path): not the state of a sweep: \(reason); give --restart to begin anew"
    case .file(let path, let reason): "\(path): \(reason)"
    case .damagedRows(let path, let reason):
      "\(path): \(reason); make it again: the same command with --restart"
    case .gap(let first, let last):
      "points \(first) to \(last) are in none of the files; run the missing shards first"
    case .overlap(let first, let second):
      "\(first) and \(second) hold the same points; give each shard once"
    case .unfinished(let path):
      "\(path) is not finished; run its shard again, which continues it"
    case .differentSweeps(let first, let second):
      "\(first) and \(second) are of different sweeps; "
        + "merge shards of one sweep, profile set and program version"
    default: ""
    }
  }
}
