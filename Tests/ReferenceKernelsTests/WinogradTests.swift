import LayerGraph
import Testing

@testable import ReferenceKernels

/// Winograd convolutions against the definition.
@Suite("Winograd convolutions")
struct WinogradTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let side: Int
    let input: Shape
    let filters: Int
    let padding: Padding

    var testDescription: String { "F(\(side)), \(input), \(filters) filters, \(padding)" }
  }

  static let cases: [Case] = [2, 4, 6].flatMap { side in
    [
      Case(
        side: side, input: Shape(channels: 3, height: 13, width: 9), filters: 5,
        padding: Padding(1)),
      Case(
        side: side, input: Shape(channels: 1, height: 3, width: 4), filters: 1, padding: .none),
      Case(
        side: side, input: Shape(channels: 2, height: 6, width: 12), filters: 3,
        padding: Padding(top: 2, left: 0, bottom: 1, right: 1)),
    ]
  }

  private func layer(_ test: Case) throws -> (Convolution, Shape) {
    let convolution = Convolution(
      filters: test.filters, window: Window(kernel: Spatial(3), padding: test.padding))
    return (
      convolution, try Operation.convolution(convolution).outputShape(for: [test.input])
    )
  }

  /// The sums of all tiles, computed in two boxes.
  private func sums<Value, Point, Sum: Sendable>(
    _ winograd: Winograd, _ input: FeatureMap<Value>, output: Shape, filters: [Point], zero: Sum,
    inputs: (MapView<Value>) throws(KernelError) -> [Point],
    add: (Winograd.Box, UnsafeBufferPointer<Point>, [Point], MutableMapView<Sum>)
      throws(KernelError) -> Void
  ) throws -> FeatureMap<Sum> {
    let points = try input.withView(inputs)
    var sums = FeatureMap(shape: output, repeating: zero)
    let half = output.height / 2 / winograd.side * winograd.side
    try sums.withMutableView { view throws(KernelError) in
      for rows in [0..<half, half..<output.height] where !rows.isEmpty {
        let region = Region(
          channels: 0..<output.channels, rows: rows, columns: 0..<output.width)
        try filters.span.withUnsafeBufferPointer { filters throws(KernelError) in
          try add(winograd.box(of: region), filters, points, view)
        }
      }
    }
    return sums
  }

  @Test("INT8 sums are the definition's, to the bit, even of the largest values", arguments: cases)
  func integers(test: Case) throws {
    let (convolution, output) = try layer(test)
    let winograd = try Winograd(convolution, input: test.input, output: output, side: test.side)
    var next = UInt32(7)
    func code() -> Int8 {
      next = next &* 1_664_525 &+ 1_013_904_223
      return [-128, 127, Int8(truncatingIfNeeded: next >> 24)][Int(next >> 16) % 3]
    }
    let input = FeatureMap(
      shape: test.input, values: (0..<test.input.elements).map { _ in code() })
    let weights = (0..<test.filters * test.input.channels * 9).map { _ in code() }
    let result = try sums(
      winograd, input, output: output, filters: winograd.transformedFilters(weights),
      zero: Int32(0), inputs: winograd.transformedInputs
    ) { box, filters, points, view throws(KernelError) in
      try winograd.sums(of: box, filters: filters, inputs: points, into: view)
    }
    let plain = PlainKernels.convolution(
      convolution, input: input.map(Int32.init), weights: weights.map(Int32.init), output: output)
    #expect(result == plain)
  }

  @Test("FP32 sums are within 2⁻¹⁶ of the largest", arguments: cases)
  func floats(test: Case) throws {
    let (convolution, output) = try layer(test)
    let winograd = try Winograd(convolution, input: test.input, output: output, side: test.side)
    let input = FeatureMap.synthetic(test.input)
    let weights = (0..<test.filters * test.input.channels * 9).map {
      Float(($0 * 37) % 101) / 50 - 1
    }
    let result = try sums(
      winograd, input, output: output, filters: winograd.transformedFilters(weights),
      zero: Float(0), inputs: winograd.transformedInputs
    ) { box, filters, points, view throws(KernelError) in
      try winograd.sums(of: box, filters: filters, inputs: points, into: view)
    }
    let plain = PlainKernels.convolution(
      convolution, input: input, weights: weights, output: output)
    let largest = plain.values.reduce(0) { max($0, abs($1)) }
    for (got, wanted) in zip(result.values, plain.values) {
      #expect(abs(got - wanted) <= largest * 0x1p-16)
    }
  }

  @Test("a strided convolution is refused")
  func refused() {
    let convolution = Convolution(filters: 4, window: Window(3, stride: 2))
    #expect(throws: KernelError.self) {
      try Winograd(
        convolution, input: Shape(channels: 4, height: 8, width: 8),
        output: Shape(channels: 4, height: 4, width: 4), side: 4)
    }
  }
}
