/// The matrices of F(m, 3), which gives m neighbouring outputs of a filter of 3 by m + 2 products:
/// outputs = Aᵀ·((G·filter) ∘ (Bᵀ·inputs)).
///
/// Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016, section 4
/// (m = 2 and 4), and the same construction at the points 0, ±1, ±2, ±½ and ∞ (m = 6). Each holds
/// when any filter at any input gives its convolution, which is tested.
struct WinogradTransform: Hashable, Sendable {
  /// Numerators, row by row, over one denominator.
  struct Matrix: Hashable, Sendable {
    let columns: Int
    let denominator: Int
    let numerators: [Int]

    var rows: Int { numerators.count / columns }
  }

  /// Aᵀ, G and Bᵀ.
  let outputs: Matrix
  let filters: Matrix
  let inputs: Matrix

  /// What integers divide results by: both axes pass each matrix.
  var denominator: Int {
    let product = outputs.denominator * filters.denominator * inputs.denominator
    return product * product
  }

  /// The transform of a tile of `side` outputs, or `nil` if there is none here.
  init?(side: Int) {
    switch side {
    case 2: self = .two
    case 4: self = .four
    case 6: self = .six
    default: return nil
    }
  }

  private init(outputs: Matrix, filters: Matrix, inputs: Matrix) {
    self.outputs = outputs
    self.filters = filters
    self.inputs = inputs
  }

  private static let two = WinogradTransform(
    outputs: Matrix(
      columns: 4, denominator: 1,
      numerators: [
        1, 1, 1, 0,
        0, 1, -1, -1,
      ]),
    filters: Matrix(
      columns: 3, denominator: 2,
      numerators: [
        2, 0, 0,
        1, 1, 1,
        1, -1, 1,
        0, 0, 2,
      ]),
    inputs: Matrix(
      columns: 4, denominator: 1,
      numerators: [
        1, 0, -1, 0,
        0, 1, 1, 0,
        0, -1, 1, 0,
        0, 1, 0, -1,
      ]))

  private static let four = WinogradTransform(
    outputs: Matrix(
      columns: 6, denominator: 1,
      numerators: [
        1, 1, 1, 1, 1, 0,
        0, 1, -1, 2, -2, 0,
        0, 1, 1, 4, 4, 0,
        0, 1, -1, 8, -8, 1,
      ]),
    filters: Matrix(
      columns: 3, denominator: 24,
      numerators: [
        6, 0, 0,
        -4, -4, -4,
        -4, 4, -4,
        1, 2, 4,
        1, -2, 4,
        0, 0, 24,
      ]),
    inputs: Matrix(
      columns: 6, denominator: 1,
      numerators: [
        4, 0, -5, 0, 1, 0,
        0, -4, -4, 1, 1, 0,
        0, 4, -4, -1, 1, 0,
        0, -2, -1, 2, 1, 0,
        0, 2, -1, -2, 1, 0,
        0, 4, 0, -5, 0, 1,
      ]))

  private static let six = WinogradTransform(
    outputs: Matrix(
      columns: 8, denominator: 32,
      numerators: [
        32, 32, 32, 32, 32, 32, 32, 0,
        0, 32, -32, 64, -64, 16, -16, 0,
        0, 32, 32, 128, 128, 8, 8, 0,
        0, 32, -32, 256, -256, 4, -4, 0,
        0, 32, 32, 512, 512, 2, 2, 0,
        0, 32, -32, 1024, -1024, 1, -1, 32,
      ]),
    filters: Matrix(
      columns: 3, denominator: 90,
      numerators: [
        90, 0, 0,
        -20, -20, -20,
        -20, 20, -20,
        1, 2, 4,
        1, -2, 4,
        64, 32, 16,
        64, -32, 16,
        0, 0, 90,
      ]),
    inputs: Matrix(
      columns: 8, denominator: 4,
      numerators: [
        4, 0, -21, 0, 21, 0, -4, 0,
        0, 4, 4, -17, -17, 4, 4, 0,
        0, -4, 4, 17, -17, -4, 4, 0,
        0, 2, 1, -10, -5, 8, 4, 0,
        0, -2, 1, 10, -5, -8, 4, 0,
        0, 8, 16, -10, -20, 2, 4, 0,
        0, -8, 16, 10, -20, -2, 4, 0,
        0, -4, 0, 21, 0, -21, 0, 4,
      ]))
}
