/// Damages a file without knowing what its bytes mean.
enum ByteMutator {
  private static let extremes: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF]

  /// The bytes with one to four damages.
  static func mutant(of bytes: [UInt8], _ random: inout RandomSource) -> [UInt8] {
    var mutant = bytes
    for _ in 0...random.below(4) where !mutant.isEmpty { damage(&mutant, &random) }
    return mutant
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout RandomSource) {
    let start = random.below(bytes.count)
    let run = start..<min(start + 1 + random.below(32), bytes.count)
    switch random.below(8) {
    case 0: bytes[start] ^= 1 << UInt8(random.below(8))
    case 1: bytes[start] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes[start] = random.element(of: extremes) ?? 0
    case 3: bytes.removeSubrange(run)
    case 4: bytes.insert(contentsOf: Array(bytes[run]), at: random.below(bytes.count))
    case 5: bytes.removeLast(bytes.count - start)
    case 6: for index in run { bytes[index] = 0xFF }
    default:
      let other = random.below(bytes.count)
      for (offset, index) in run.enumerated() where other + offset < bytes.count {
        bytes[index] = bytes[other + offset]
      }
    }
  }
}
