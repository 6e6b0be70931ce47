import Foundation

/// Reference data beside the package; tests that need it are skipped where it is absent.
enum ReferenceData {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/reference/networks")

  static var isPresent: Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "exact.csv").path)
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  /// The rows of a comma-separated file without quotes, header first.
  static func table(_ path: String) throws -> [[Substring]] {
    try text(path).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }
}
