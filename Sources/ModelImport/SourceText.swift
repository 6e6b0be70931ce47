/// A line of a text file, without its ending and the blanks around it.
struct SourceLine {
  /// Counted from 1.
  let number: Int
  let text: String
}

/// The lines of a text file, checked to be text.
enum SourceText {
  /// The most bytes a text format's file may have; the largest real one is under 100 kB.
  static let byteLimit = 64 << 20

  /// Every line that isn't blank.
  ///
  /// - Throws: `ImportError` if the bytes are too many, aren't UTF-8 or hold control characters.
  static func lines(_ bytes: [UInt8], file: String) throws(ImportError) -> [SourceLine] {
    guard bytes.count <= byteLimit else {
      throw ImportError(
        file: file, location: .file, problem: "the file has \(bytes.count) bytes",
        remedy: "give a text file of at most \(byteLimit) bytes")
    }
    var lines: [SourceLine] = []
    var number = 0
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    for slice in text.split(separator: newline, omittingEmptySubsequences: false) {
      number += 1
      let trimmed = trimmed(slice)
      if trimmed.isEmpty { continue }
      guard let text = Self.text(trimmed) else {
        throw ImportError(
          file: file, location: .line(number), problem: "the line isn't text",
          remedy: "give a file in UTF-8 (binary weights don't belong here)")
      }
      lines.append(SourceLine(number: number, text: text))
    }
    return lines
  }

  /// What the user wrote, made safe to print: cut to 40 characters, control characters escaped.
  static func quoted(_ text: some StringProtocol) -> String {
    let start = text.prefix(40)
    let escaped = start.unicodeScalars.reduce(into: "") { result, scalar in
      result += scalar.escaped(asASCII: false)
    }
    return start.count < text.count ? "'\(escaped)…'" : "'\(escaped)'"
  }

  private static let newline = UInt8(ascii: "\n")

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = line.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? line.startIndex
    return line[..<end].drop(while: isBlank)
  }

  private static func text(_ line: ArraySlice<UInt8>) -> String? {
    guard !line.contains(where: { $0 < 0x20 && $0 != 0x09 }) else { return nil }
    return String(validating: line, as: UTF8.self)
  }
}

extension StringProtocol {
  /// Without the blanks at both ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}

extension String {
  /// A file's name without folders and extension.
  var fileBaseName: String {
    let last = split(separator: "/").last ?? "network"
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return String(last) }
    return String(last[..<dot])
  }
}
