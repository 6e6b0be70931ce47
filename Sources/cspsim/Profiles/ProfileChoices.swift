import CommandLineParsing
import Hardware
import ModelImport

/// The argument and option by which every command is told its hardware profile.
enum ProfileChoices {
  static let profile = Argument(
    .text(
      "PROFILE", expected: "a profile's name or file",
      completion: Completion(words: .printed(by: ["profiles", "list", "--names"]), paths: .files)),
    help: "A hardware profile's name, its JSON file, or host for this machine.")

  static let set = Option(
    "set", .text("PATH=VALUE", expected: "a figure and its value, such as array.rows=64"),
    isRepeatable: true,
    help: "Change a figure of the profile, such as memory.dram.bandwidth=68GB/s.")

  static let architecture = Option(
    "architecture", .text("FILE", completion: Completion(paths: .files)),
    help: "Take the array and dataflow of a SCALE-Sim architecture .cfg; --set comes after it.")

  /// All options, for a command's parameters.
  static let options: [any Declaration] = [set, architecture]

  /// A name of the catalogue comes before a file of that name; write `./name` for the file.
  ///
  /// - Throws: `ArchitectureError`, `FileError`, `HostProfileError`, `ImportError` or `ProfileError`.
  static func profile(_ arguments: ParsedArguments) throws -> HardwareProfile {
    let set = arguments.values(of: set)
    let reference = try arguments.value(of: profile)
    guard let path = arguments.value(of: architecture) else {
      return try read(reference, overrides: set)
    }
    let figures = try architecture(of: path, butFor: set)
    do {
      return try read(reference, overrides: figures + set)
    } catch ProfileError.badOverride(let text, let problem) where figures.contains(text) {
      throw ArchitectureError(path: path, problem: .badOverride(text, problem: problem))
    }
  }

  /// The profile of a name, of this machine for `host`, or of a file.
  ///
  /// - Throws: `FileError`, `HostProfileError` or `ProfileError`.
  static func read(_ reference: String, overrides: [String] = []) throws -> HardwareProfile {
    guard let path = try file(of: reference) else {
      return try ProfileCatalogue.profile(named: reference, overrides: overrides)
    }
    return try HardwareProfile(
      bytes: FileInput.bytes(of: path, limit: fileLimit), file: path, overrides: overrides)
  }

  /// The file that a reference stands for, or `nil` for a name of the catalogue.
  static func file(of reference: String) throws(HostProfileError) -> String? {
    if ProfileCatalogue.names.contains(reference) { return nil }
    if reference == HostProfileFile.name { return try HostProfileFile.existing() }
    return isPath(reference) ? reference : nil
  }

  /// A profile is a few kilobytes.
  static let fileLimit = 1 << 20

  /// The architecture's figures but for those that are set one by one.
  private static func architecture(of path: String, butFor set: [String]) throws -> [String] {
    let read = try ScaleSimArchitecture.read(text: FileInput.bytes(of: path), file: path)
    let paths = set.map { $0.prefix { $0 != "=" } }
    return read.overrides.filter { !paths.contains($0.prefix { $0 != "=" }) }
  }

  private static func isPath(_ reference: String) -> Bool {
    reference.contains("/") || reference.hasSuffix(".json") || FileInput.exists(reference)
  }
}

extension ScaleSimArchitecture {
  /// What decides its compute cycles; its memories don't.
  fileprivate var overrides: [String] {
    [
      arrayRows.map { "array.rows=\($0)" }, arrayColumns.map { "array.columns=\($0)" },
      dataflow.map { "array.dataflow=\($0.rawValue)" },
    ].compactMap(\.self)
  }
}

/// Why the figures of an architecture file don't fit the profile.
struct ArchitectureError: Error, CustomStringConvertible {
  let path: String
  let problem: ProfileError

  var description: String {
    "\(path): " + "\(problem)".replacing("--set ", with: "", maxReplacements: 1)
  }
}
