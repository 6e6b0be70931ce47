import Foundation

/// The reference folder beside the package, which a clone of the package alone doesn't have.
enum SharedReference {
  static let folder = URL(filePath: #filePath)
    .appending(path: "../../../../shared/reference").standardizedFileURL

  static let isPresent = FileManager.default.fileExists(atPath: folder.path)

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: path)))
  }

  /// The rows of a CSV file without quotes, by column name.
  static func rows(_ path: String) throws -> [[String: String]] {
    let lines = String(decoding: try bytes(path), as: UTF8.self).split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false)
    return lines.dropFirst().map { line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false)
      return Dictionary(
        uniqueKeysWithValues: zip(names, values).map { (String($0), String($1)) })
    }
  }
}
