import CommandLineParsing
import Hardware

/// The argument and option by which every command is told its hardware profile.
enum ProfileChoices {
  static let profile = Argument(
    .text(
      "PROFILE", expected: "a profile's name or file",
      completion: Completion(words: .printed(by: ["profiles", "list", "--names"]), paths: .files)),
    help: "A hardware profile's name, or its JSON file.")

  static let set = Option(
    "set", .text("PATH=VALUE", expected: "a figure and its value, such as array.rows=64"),
    isRepeatable: true,
    help: "Change a figure of the profile, such as memory.dram.bandwidth=68GB/s.")

  /// A name of the catalogue comes before a file of that name; write `./name` for the file.
  ///
  /// - Throws: `FileError` or `ProfileError`.
  static func profile(_ arguments: ParsedArguments) throws -> HardwareProfile {
    let reference = try arguments.value(of: profile)
    let overrides = arguments.values(of: set)
    guard !ProfileCatalogue.names.contains(reference), isPath(reference) else {
      return try ProfileCatalogue.profile(named: reference, overrides: overrides)
    }
    return try HardwareProfile(
      bytes: FileInput.bytes(of: reference, limit: fileLimit), file: reference,
      overrides: overrides)
  }

  /// A profile is a few kilobytes.
  private static let fileLimit = 1 << 20

  private static func isPath(_ reference: String) -> Bool {
    reference.contains("/") || reference.hasSuffix(".json") || FileInput.exists(reference)
  }
}
