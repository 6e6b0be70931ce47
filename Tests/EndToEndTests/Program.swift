import Foundation

/// The built `cspsim`, run as a user runs it.
enum Program {
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String
  }

  /// Beside the test bundle.
  static let url = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "cspsim")

  /// The package's own folder.
  static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let isBuilt = FileManager.default.isExecutableFile(atPath: url.path)

  static func run(_ words: [String], in folder: URL? = nil) throws -> Outcome {
    try run(url, words, in: folder)
  }

  /// Runs a line of bash in which `$cspsim` is the program.
  static func shell(_ line: String, in folder: URL? = nil) throws -> Outcome {
    try run(
      URL(filePath: "/bin/bash"), ["-c", "set -o pipefail; cspsim='\(url.path)'; \(line)"],
      in: folder)
  }

  /// Output goes to files, since a pipe that nobody reads would block the program.
  private static func run(_ program: URL, _ words: [String], in folder: URL?) throws -> Outcome {
    try Scratch.use { scratch in
      let output = scratch.appending(path: "output")
      let errors = scratch.appending(path: "errors")
      try Data().write(to: output)
      try Data().write(to: errors)
      let process = Process()
      process.executableURL = program
      process.arguments = words
      process.currentDirectoryURL = folder
      process.environment = ["PATH": "/usr/bin:/bin", "COLUMNS": "100"]
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
      process.waitUntilExit()
      return Outcome(
        code: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
        errors: try String(contentsOf: errors, encoding: .utf8))
    }
  }
}

/// Folders that last as long as a test needs them.
enum Scratch {
  static func use<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// Every path below a folder, in order.
  static func contents(_ folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }
}
