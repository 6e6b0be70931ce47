import Testing

@testable import LayerGraph

@Suite("Shape inference")
struct ShapeInferenceTests {
  @Test("a padded 3×3 convolution keeps the map's size at stride 1 and halves it at stride 2")
  func convolution() throws {
    let input = Shape(channels: 3, height: 32, width: 30)
    let same = Operation.convolution(Convolution(filters: 8, window: Window(3)))
    let half = Operation.convolution(Convolution(filters: 8, window: Window(3, stride: 2)))
    #expect(try same.outputShape(for: [input]) == Shape(channels: 8, height: 32, width: 30))
    #expect(try half.outputShape(for: [input]) == Shape(channels: 8, height: 16, width: 15))
  }

  @Test("concatenation stacks channels and refuses maps of different sizes")
  func concatenation() throws {
    let a = Shape(channels: 3, height: 4, width: 4)
    let b = Shape(channels: 5, height: 4, width: 4)
    #expect(try Operation.concatenate.outputShape(for: [a, b]).channels == 8)
    let c = Shape(channels: 5, height: 4, width: 2)
    #expect(throws: ShapeError.mismatch(a, c)) {
      try Operation.concatenate.outputShape(for: [a, c])
    }
  }
}
