import CommandLineParsing
import Sweeps

extension SweepPlan {
  /// Checks a sweep that was typed, or read from the file that `--spec` names.
  init(_ specification: SweepSpecification, _ arguments: ParsedArguments) throws {
    try self.init(specification, from: arguments.value(of: SweepChoices.spec))
  }

  /// - Parameter file: where the sweep was read from; `nil` if it was typed.
  init(_ specification: SweepSpecification, from file: String?) throws {
    do {
      try self.init(
        specification, evaluator: PointEvaluator(specification), version: Program.version)
    } catch {
      guard let file else { throw error }
      throw SweepFileError(path: file, problem: "\(error)")
    }
  }
}

/// Why the sweep of a file can't be run, where the words of the file are right.
struct SweepFileError: Error, Hashable, CustomStringConvertible {
  let path: String
  let problem: String

  var description: String { problem.hasPrefix("\(path):") ? problem : "\(path): \(problem)" }
}
