import Testing

@testable import LayerGraph

@Suite("Synthetic weights")
struct SyntheticWeightsTests {
  @Test("any prefix of a parameter has the values of the whole")
  func prefix() {
    let all = SyntheticWeights.values(layer: 3, role: .weight, count: 100, fanIn: 27)
    let some = SyntheticWeights.values(layer: 3, role: .weight, count: 40, fanIn: 27)
    #expect(Array(all.prefix(40)) == some)
  }

  @Test("layers and roles have different values")
  func streams() {
    let first = SyntheticWeights.values(layer: 1, role: .bias, count: 8)
    #expect(first != SyntheticWeights.values(layer: 2, role: .bias, count: 8))
    #expect(first != SyntheticWeights.values(layer: 1, role: .shift, count: 8))
  }

  @Test("weights have mean 0 and variance 2 / fan-in; scales lie in 0.5…1")
  func distribution() {
    let weights = SyntheticWeights.values(layer: 1, role: .weight, count: 20_000, fanIn: 50)
    let mean = weights.reduce(0, +) / 20_000
    let variance = weights.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(mean) < 0.005)
    #expect(abs(variance - 0.04) < 0.002)
    let scales = SyntheticWeights.values(layer: 1, role: .scale, count: 1000)
    #expect(scales.allSatisfy { (0.5...1).contains($0) })
  }

  @Test("the counts of a layer's parameters sum to its trainable values")
  func counts() throws {
    var builder = NetworkBuilder(name: "parameters")
    var last = try builder.input(Shape(channels: 4, height: 6, width: 6))
    let grouped = Convolution(filters: 8, window: Window(3), groups: 2, hasBias: true)
    last = try builder.add(.convolution(grouped), to: last)
    last = try builder.add(.affine(Affine(isTrained: true)), to: last)
    last = try builder.add(.linear(Linear(outputs: 10)), to: last)
    let network = try builder.build()
    for index in network.layers.indices {
      let total = ParameterRole.allCases.reduce(0) {
        $0 + network.parameterCount(of: index, role: $1)
      }
      #expect(total == network.counts(of: index).parameters)
      #expect(
        network.syntheticValues(of: index, role: .weight).count == network.counts(of: index).weights
      )
    }
  }
}
