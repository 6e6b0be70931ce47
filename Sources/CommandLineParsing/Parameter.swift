/// A declaration without its value's type: what parsing, help and shell completion need of it.
public struct Parameter: Sendable {
  enum Kind: Hashable, Sendable {
    case option
    case flag
    case argument
  }

  let kind: Kind
  /// What the user types (`--out`), or an argument's placeholder (`NETWORK`); unique in a command.
  public let label: String
  let short: Character?
  let placeholder: String
  let help: String
  let isRepeatable: Bool
  let isOptional: Bool
  let expected: String
  let completion: Completion
  let accepts: @Sendable (String) -> Bool

  /// The dashed spellings, the long one last.
  var spellings: [String] {
    guard kind != .argument else { return [] }
    return (short.map { ["-\($0)"] } ?? []) + [label]
  }

  /// `--help`, which every command has.
  static let help = Flag("help", short: "h", help: "Show this help.").parameter
  /// `--version`, which the program itself has.
  static let version = Flag("version", help: "Show the version.").parameter
}
