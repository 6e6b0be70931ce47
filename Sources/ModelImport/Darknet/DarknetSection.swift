import LayerGraph

/// One `key=value` of a section.
struct DarknetEntry {
  let key: String
  let value: String
  let line: Int
}

/// A bracketed section of a darknet configuration, as written.
struct DarknetSection {
  let file: String
  /// The word between the brackets.
  let header: String
  let line: Int
  var entries: [DarknetEntry] = []
}

extension DarknetSection {
  /// The first entry of that name, which is the one darknet uses.
  func entry(_ key: String) -> DarknetEntry? { entries.first { $0.key == key } }

  /// A whole number.
  ///
  /// - Throws: `ImportError` at the entry's line if it isn't one or is out of `range`.
  func integer(
    _ key: String, default fallback: Int, in range: ClosedRange<Int> = 0...Limits.extent
  ) throws(ImportError) -> Int {
    guard let entry = entry(key) else { return fallback }
    return try integer(entry.value, of: entry, in: range)
  }

  /// Whether a switch is on.
  func flag(_ key: String) throws(ImportError) -> Bool { try integer(key, default: 0) != 0 }

  /// Whole numbers between commas, or `nil` if the key is absent.
  func integers(
    _ key: String, in range: ClosedRange<Int> = -Limits.layers...Limits.layers
  ) throws(ImportError) -> [Int]? {
    guard let entry = entry(key) else { return nil }
    var values: [Int] = []
    for item in entry.value.split(separator: ",") where !item.trimmed.isEmpty {
      values.append(try integer(item.trimmed, of: entry, in: range))
    }
    guard !values.isEmpty else {
      throw error(
        "\(key) is empty", "give at least one whole number, such as \(key)=-1", at: entry.line)
    }
    return values
  }

  /// An error at the section's own line, or at `line`.
  func error(_ problem: String, _ remedy: String, at line: Int? = nil) -> ImportError {
    ImportError(
      file: file, location: .line(line ?? self.line), problem: "[\(header)] \(problem)",
      remedy: remedy)
  }

  func warning(_ message: String, at line: Int? = nil) -> ImportWarning {
    ImportWarning(
      file: file, location: .line(line ?? self.line), message: "[\(header)] \(message)")
  }

  private func integer(
    _ text: String, of entry: DarknetEntry, in range: ClosedRange<Int>
  ) throws(ImportError) -> Int {
    guard let value = Int(text), range.contains(value) else {
      throw error(
        "\(entry.key) is \(SourceText.quoted(text))",
        "expected a whole number from \(range.lowerBound) to \(range.upperBound)", at: entry.line)
    }
    return value
  }
}
