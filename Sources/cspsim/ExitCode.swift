import CommandLineParsing
import Hardware
import ModelZoo
import Reports
import Sweeps

/// What the program tells its caller.
enum ExitCode: Int32 {
  case success = 0
  /// A network, a profile or a file is not as it must be, or can't be written.
  case failure = 1
  /// What was typed can't be understood, or isn't possible.
  case usage = 2

  /// An option or a value that was typed is bad usage, whoever notices. A name that nothing has may
  /// be that of a file that isn't there, and counts as that.
  init(_ error: any Error) {
    self = Self.blamesUsage(error) ? .usage : .failure
  }

  private static func blamesUsage(_ error: any Error) -> Bool {
    switch error {
    case is UsageError, is RunReferenceError, is PlannerError, is RunRequestError,
      is SelectionError, is SweepTableError:
      true
    case let error as NetworkChoiceError: error.blamesUsage
    case let error as SweepChoiceError: error.blamesUsage
    case let error as CalibrationError: error.blamesUsage
    case let error as ProfileError: error.blamesUsage
    case let error as SweepError: error.blamesUsage
    case let error as ZooError: error.blamesUsage
    default: false
    }
  }
}

extension NetworkChoiceError {
  fileprivate var blamesUsage: Bool {
    if case .onlyByName = self { true } else { false }
  }
}

extension SweepChoiceError {
  fileprivate var blamesUsage: Bool {
    switch self {
    case .stopped, .submission: false
    default: true
    }
  }
}

extension CalibrationError {
  fileprivate var blamesUsage: Bool {
    if case .noProfile = self { true } else { false }
  }
}

extension ProfileError {
  /// Whether a figure was set in a way that can't be.
  fileprivate var blamesUsage: Bool {
    switch self {
    case .document, .unknownProfile: false
    case .malformedOverride, .repeatedOverride, .unknownPath, .badOverride: true
    }
  }
}

extension SweepError {
  /// Whether the sweep that was asked for can't be, rather than the files of one.
  fileprivate var blamesUsage: Bool {
    switch self {
    case .refused(let refusal): ExitCode(refusal.cause) == .usage
    case .changed, .inUse, .otherShard, .damagedState, .damagedRows, .file, .gap, .overlap,
      .unfinished, .differentSweeps:
      false
    default: true
    }
  }
}

extension ZooError {
  /// Networks of the catalogue are sound, so what can't be made is what was asked for.
  fileprivate var blamesUsage: Bool {
    if case .unknownNetwork = self { false } else { true }
  }
}
