import Foundation
import LayerGraph
import Testing

@testable import ReferenceKernels

@Suite("Golden tensors from ONNX Runtime")
struct GoldenTests {
  @Test("every kernel level gives ONNX Runtime's result", arguments: GoldenCase.all)
  func levels(_ golden: GoldenCase) throws {
    let expected = try GoldenFile.values(of: golden.name)
    let network = try golden.network()
    for level in KernelLevel.allCases {
      let output = try GraphExecutor(network, level: level).run(golden.images)[0]
      #expect(output.values.count == expected.count)
      #expect(relativeError(output.values, expected) < 2e-6, "\(level) kernels")
    }
  }

  @Test("INT8 convolutions equal QLinearConv to the bit", arguments: GoldenCase.convolutions)
  func integers(_ golden: GoldenCase) throws {
    let expected = try GoldenFile.values(of: "integer " + golden.name)
    let network = try golden.network()
    let layer = network.layers[1]
    let input = golden.images[0].map { Int8(($0 * 127).rounded(.toNearestOrEven)) }
    let matrix = quantisedMatrix(of: network)
    let plain = IntegerSums.plain(layer, input: input, weights: matrix.weights)
    #expect(matrix.codes(plain).values.map(Float.init) == expected)
    for level in InstructionSet.Level.allCases {
      let fast = try IntegerSums.fast(
        layer, input: input, weights: matrix.weights,
        kernels: FastKernels(set: InstructionSet(upTo: level), threads: 2))
      #expect(fast == plain)
    }
  }

  /// The codes and scales that the oracle gives to `QLinearConv`.
  private func quantisedMatrix(of network: Network) -> QuantisedMatrix {
    let filters = network.layers[1].output.channels
    let weights = SyntheticWeights.values(
      layer: 1, role: .weight, count: network.parameterCount(of: 1, role: .weight), fanIn: 6)
    return QuantisedMatrix(
      weights: weights.map { Int8(($0 * 127).rounded(.toNearestOrEven)) },
      bias: SyntheticWeights.values(layer: 1, role: .bias, count: filters).map {
        Int32(($0 * 1000).rounded(.toNearestOrEven))
      },
      multipliers: SyntheticWeights.values(layer: 2, role: .scale, count: filters).map {
        0.02 * $0 / 1.5
      })
  }
}

/// The largest difference, relative to the largest expected magnitude.
func relativeError(_ values: [Float], _ expected: [Float]) -> Float {
  let scale = expected.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
  return zip(values, expected).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
}

/// The committed results of `Tests/Oracle/generate.py`: a line a case, "name: value value …".
enum GoldenFile {
  private static let lines: [Substring: Substring] = {
    let url = Bundle.module.url(forResource: "golden", withExtension: "txt", subdirectory: "Golden")
    let text = url.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    let pairs = text.split(separator: "\n").compactMap { (line: Substring) in
      line.firstIndex(of: ":").map { (line[..<$0], line[$0...].dropFirst()) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }()

  static func values(of name: String) throws -> [Float] {
    let line = try #require(lines[name[...]], "no golden result is named '\(name)'")
    return line.split(separator: " ").compactMap { Float($0) }
  }
}
