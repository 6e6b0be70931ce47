import LayerGraph
import ModelZoo
import Testing

/// One network's counts for one image, as counted from its darknet description.
struct ExactCounts: Sendable, CustomTestStringConvertible {
  let network: String
  let input: Int
  let splitRatio: Double?
  let fusion: FusionMode?
  let weights: Int
  let parameters: Int
  let macs: Int
  /// BFLOPs to four decimals: convolutions; with max-pooling; with shortcuts too.
  let bflops: [Double]
  /// BFLOPs of the largest convolution, to four decimals.
  let largest: Double
  /// Input and output elements over convolution and pooling layers.
  let inputOutput: Int

  init(
    _ network: String, _ input: Int, splitRatio: Double? = nil, fusion: FusionMode? = nil,
    _ weights: Int, _ parameters: Int, _ macs: Int,
    _ bflops: [Double], _ largest: Double,
    _ inputOutput: Int
  ) {
    self.network = network
    self.input = input
    self.splitRatio = splitRatio
    self.fusion = fusion
    self.weights = weights
    self.parameters = parameters
    self.macs = macs
    self.bflops = bflops
    self.largest = largest
    self.inputOutput = inputOutput
  }

  var testDescription: String { "\(network) at \(input), γ \(splitRatio ?? 0.5)" }
}

@Suite("Counts equal those of the published darknet descriptions to the last unit")
struct ExactCountsTests {
  @Test("weights, parameters, MACs, BFLOPs and CIO", arguments: ExactCounts.table)
  func counts(expected: ExactCounts) throws {
    let options = NetworkOptions(
      input: Spatial(expected.input), splitRatio: expected.splitRatio, fusion: expected.fusion)
    let network = try ModelZoo.network(named: expected.network, options: options)
    let counts = network.counts
    #expect(counts.weights == expected.weights)
    #expect(counts.parameters == expected.parameters)
    #expect(counts.macs == expected.macs)
    let bflops = BFLOPs(counts)
    let ours = [bflops.convolution, bflops.convolutionAndMaximum, bflops.total]
    for (ours, expected) in zip(ours, expected.bflops) { #expect(abs(ours - expected) < 0.000_051) }
    let largest = network.layers.indices.map { 2 * network.counts(of: $0).convolutionMACs }.max()
    #expect(abs(Double(largest ?? 0) / 1e9 - expected.largest) < 0.000_051)
    #expect(network.convolutionalInputOutput == expected.inputOutput)
  }
}
