/// The known name that a misspelt one most likely stands for.
///
///     Suggestion.closest(to: "csdarknet53", among: ["darknet53", "cspdarknet53"])  // cspdarknet53
public enum Suggestion {
  /// Longer texts aren't misspelt names, and comparing them would take time.
  private static let longestName = 64

  /// The candidate with the fewest edits, or else the first that `text` begins, or begins but for a
  /// slip or two; `nil` if none is near. Letter case doesn't count; of equally near candidates the first wins.
  public static func closest(to text: String, among candidates: [String]) -> String? {
    let wanted = Array(text.lowercased().utf8)
    guard !wanted.isEmpty, wanted.count <= longestName else { return nil }
    let tolerance = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate.utf8.count <= longestName {
      let distance = editDistance(wanted, Array(candidate.lowercased().utf8))
      if distance <= tolerance, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
      ?? candidates.first { wanted.count >= 2 && $0.lowercased().utf8.starts(with: wanted) }
      ?? candidates.first { begins($0, with: wanted, slips: min(wanted.count / 5, 2)) }
  }

  /// Whether a candidate's beginning of about that length has the letters wanted, but for some slips
  /// after the first letter.
  private static func begins(_ candidate: String, with wanted: [UInt8], slips: Int) -> Bool {
    let letters = Array(candidate.lowercased().utf8.prefix(longestName))
    guard slips > 0, letters.first == wanted.first else { return false }
    return (max(wanted.count - slips, 1)...wanted.count + slips).contains { length in
      length <= letters.count && editDistance(wanted, Array(letters[..<length])) <= slips
    }
  }

  /// The fewest insertions, deletions, substitutions and swaps of neighbours between two texts
  /// (optimal string alignment; Damerau, 1964).
  static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var older = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in b.indices {
        let substitution = previous[j] + (a[i] == b[j] ? 0 : 1)
        current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, substitution)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          current[j + 1] = min(current[j + 1], older[j - 1] + 1)
        }
      }
      older = previous
      previous = current
    }
    return previous[b.count]
  }
}
