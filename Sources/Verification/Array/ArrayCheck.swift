import Hardware

/// Random products on a register-level array, against the product and the closed form's cycles.
public struct ArrayCheck: Sendable {
  /// Products multiplied.
  public let products: Int
  /// The first disagreement, in words, or `nil`.
  public let failure: String?

  /// - Parameters:
  ///   - array: its dataflow is checked, on arrays of up to 12 × 12 of its rows and columns.
  ///   - products: how many to multiply; each has its own seed.
  public init(_ array: SystolicArray, products: Int = 24) {
    self.products = products
    var failure: String?
    for seed in 0..<products where failure == nil {
      failure = ArrayCheck.check(array, seed: UInt64(seed))
    }
    self.failure = failure
  }

  private static func check(_ array: SystolicArray, seed: UInt64) -> String? {
    var random = SplitMix64(seed: seed)
    var small = array
    small.rows = Int.random(in: 1...min(12, array.rows), using: &random)
    small.columns = Int.random(in: 1...min(12, array.columns), using: &random)
    let extents = (0..<3).map { _ in Int.random(in: 1...30, using: &random) }
    let a = matrix(extents[0], extents[1], &random)
    let b = matrix(extents[1], extents[2], &random)
    var elements = ProcessingElements(rows: small.rows, columns: small.columns)
    let product = elements.multiply(a, b, dataflow: array.dataflow)
    let expected = small.strictCycles(m: extents[0], n: extents[2], k: extents[1])
    let what =
      "\(extents[0])×\(extents[1]) by \(extents[1])×\(extents[2]) on "
      + "\(small.rows)×\(small.columns) PEs"
    if product != a * b { return "\(what): the product is wrong" }
    if elements.cycles != expected {
      return "\(what): \(elements.cycles) cycles, the closed form says \(expected)"
    }
    return nil
  }

  private static func matrix(_ rows: Int, _ columns: Int, _ random: inout SplitMix64) -> Matrix {
    var matrix = Matrix(rows: rows, columns: columns)
    for index in matrix.values.indices {
      matrix.values[index] = Int.random(in: -128...127, using: &random)
    }
    return matrix
  }
}

/// The same numbers on every machine (Steele, Lea and Flood, OOPSLA 2014).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
