/// Which combinations of the axes' values a sweep visits.
public enum Sampling: Hashable, Sendable {
  /// All of them.
  case grid
  /// So many, each axis drawn evenly and on its own.
  case random(count: Int, seed: Int)
  /// So many, with the values of each axis covered as evenly as the count allows (McKay, Beckman
  /// and Conover, Technometrics 1979).
  case latinHypercube(count: Int, seed: Int)
}

/// A hash that spreads numbers evenly (Steele, Lea and Flood, OOPSLA 2014: SplitMix64's finaliser).
func mixed(_ numbers: Int...) -> UInt64 {
  numbers.reduce(0) { state, number in
    var z = (state ^ UInt64(bitPattern: Int64(number))) &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A seeded order of 0..<count that gives any of its places without listing the others.
///
/// Four Feistel rounds permute the least square of a power of two that covers the range; a place
/// that falls outside walks on until it is inside (Black and Rogaway, CT-RSA 2002).
struct Shuffle {
  let count: Int
  let seed: Int
  private let halfBits: Int

  init(count: Int, seed: Int) {
    self.count = count
    self.seed = seed
    var bits = 1
    while 1 << (2 * bits) < count { bits += 1 }
    halfBits = bits
  }

  subscript(place: Int) -> Int {
    var place = place
    repeat { place = permuted(place) } while place >= count
    return place
  }

  private func permuted(_ number: Int) -> Int {
    let mask = 1 << halfBits - 1
    var (left, right) = (number >> halfBits, number & mask)
    for round in 0..<4 {
      let key = Int(mixed(seed, round, right) & UInt64(mask))
      (left, right) = (right, left ^ key)
    }
    return left << halfBits | right
  }
}
