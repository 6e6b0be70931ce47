/// Damages the lines and numbers of a text file, so that mutants get past the first check.
enum TextMutator {
  /// The text with one to four damages.
  static func mutant(of text: [UInt8], _ random: inout RandomSource) -> [UInt8] {
    var mutant = text
    for _ in 0...random.below(4) where !mutant.isEmpty { damage(&mutant, &random) }
    return mutant
  }

  private static func damage(_ text: inout [UInt8], _ random: inout RandomSource) {
    let line = line(in: text, &random)
    switch random.below(8) {
    case 0: text.removeSubrange(line)
    case 1: text.insert(contentsOf: Array(text[line]), at: line.lowerBound)
    case 2: moveLine(line, in: &text, &random)
    default: explodeNumber(&text, &random)
    }
  }

  private static func moveLine(
    _ line: Range<Int>, in text: inout [UInt8], _ random: inout RandomSource
  ) {
    let moved = Array(text[line])
    text.removeSubrange(line)
    let place = text.isEmpty ? 0 : self.line(in: text, &random).lowerBound
    text.insert(contentsOf: moved, at: place)
  }

  /// The line around a random byte, with its ending.
  private static func line(in text: [UInt8], _ random: inout RandomSource) -> Range<Int> {
    let place = random.below(text.count)
    let start = text[..<place].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = text[place...].firstIndex(of: newline).map { $0 + 1 } ?? text.count
    return start..<end
  }

  private static let newline = UInt8(ascii: "\n")

  private static let numbers = [
    "0", "-1", "1", "2", "3", "255", "65536", "1048576", "1048577", "2147483648",
    "1099511627776", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "99999999999999999999999", "1.5", "1e999", "",
  ]

  /// Replaces the number behind a random byte by one that is zero, negative, huge or not whole.
  private static func explodeNumber(_ text: inout [UInt8], _ random: inout RandomSource) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    let place = random.below(text.count)
    guard let start = text[place...].firstIndex(where: isDigit) else { return }
    let end = text[start...].firstIndex { !isDigit($0) } ?? text.count
    text.replaceSubrange(start..<end, with: Array((random.element(of: numbers) ?? "0").utf8))
  }
}
