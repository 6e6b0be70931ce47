/// The place in a file that a message is about.
public enum ImportLocation: Hashable, Sendable {
  case file
  /// Counted from 1.
  case line(Int)
  /// Counted from 0.
  case byte(Int)
  /// A node of a graph, by its operator and name.
  case node(operator: String, name: String)
  /// A place in a JSON document, such as `$.stages[2].channels`.
  case path(String, line: Int)
}

/// Why a network can't be read from a file: one sentence that says where, what and how to fix it.
public struct ImportError: Error, Hashable, Sendable {
  /// The file's name as the user gave it.
  public let file: String
  public let location: ImportLocation
  /// What is wrong, with the value found.
  public let problem: String
  /// What was expected, or how to fix it.
  public let remedy: String

  public init(file: String, location: ImportLocation, problem: String, remedy: String) {
    self.file = file
    self.location = location
    self.problem = problem
    self.remedy = remedy
  }
}

/// Something in a file that was passed over and doesn't change shapes.
public struct ImportWarning: Hashable, Sendable {
  public let file: String
  public let location: ImportLocation
  public let message: String

  public init(file: String, location: ImportLocation, message: String) {
    self.file = file
    self.location = location
    self.message = message
  }
}

extension ImportError: CustomStringConvertible {
  public var description: String { "\(location.prefix(file: file)): \(problem); \(remedy)" }
}

extension ImportWarning: CustomStringConvertible {
  public var description: String { "\(location.prefix(file: file)): \(message)" }
}

extension ImportLocation {
  fileprivate func prefix(file: String) -> String {
    switch self {
    case .file: file
    case .line(let line): "\(file):\(line)"
    case .byte(let offset): "\(file): at byte \(offset)"
    case .node(let kind, let name): "\(file): node '\(name)' (\(kind))"
    case .path(let path, let line): "\(file):\(line): \(path)"
    }
  }
}
