import Foundation
import LayerGraph
import ModelZoo
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

  @Test("every operation between INT8 codes equals ONNX's to the bit", arguments: GoldenCase.all)
  func codes(_ golden: GoldenCase) throws {
    let expected = try GoldenFile.values(of: "int8 " + golden.name)
    let network = try golden.network()
    let plan = try Self.plan(golden, network)
    for level in KernelLevel.allCases {
      let executor = try IntegerExecutor(
        network, parameters: SyntheticParameters(), plan: plan, level: level)
      #expect(try executor.run(golden.images)[0].values.map(Float.init) == expected, "\(level)")
    }
  }

  @Test(
    "whole networks: FP32 within 1e-5 of ONNX Runtime, INT8 the same codes",
    arguments: ["csppeleenet", "mobilenetv2"])
  func networks(_ name: String) throws {
    var options = NetworkOptions()
    options.input = Spatial(32)
    let network = try ModelZoo.network(named: name, options: options)
    let image = [FeatureMap.synthetic(network.input)]
    let classes = network.layers[network.outputs[0]].inputs[0]
    var (values, codes): ([Float], [Int8]) = ([], [])
    _ = try GraphExecutor(network).run(image) { if $0 == classes { values = $1.values } }
    let plan = try Self.plan(scales: GoldenFile.words(of: "\(name) scales"))
    let executor = try IntegerExecutor(network, parameters: SyntheticParameters(), plan: plan)
    _ = try executor.run(image) { if $0 == classes { codes = $1.values } }
    #expect(relativeError(values, try GoldenFile.values(of: name)) < 1e-5)
    #expect(codes.map(Float.init) == (try GoldenFile.values(of: "\(name) int8")))
  }

  /// Scales of each layer before and after its activation function, as the bits of FP32 numbers.
  private static func plan(scales: [Substring]) -> QuantisationPlan {
    let codes = scales.compactMap { UInt32($0) }.map {
      Quantisation(scale: Float(bitPattern: $0))
    }
    return QuantisationPlan(
      before: stride(from: 0, to: codes.count, by: 2).map { codes[$0] },
      after: stride(from: 1, to: codes.count, by: 2).map { codes[$0] })
  }

  /// The inputs' code holds their magnitude; the result's, unless it is the same, the largest value
  /// that ONNX Runtime gives in FP32.
  private static func plan(
    _ golden: GoldenCase, _ network: Network
  ) throws -> QuantisationPlan {
    let given = Quantisation(magnitude: golden.magnitude)
    let largest = try GoldenFile.values(of: golden.name).map(abs).max() ?? 0
    let before = golden.operation.keepsCode ? given : Quantisation(magnitude: largest)
    let after = golden.activation.keepsCode ? before : Quantisation(magnitude: largest)
    let inputs = golden.inputs.map { _ in given }
    return QuantisationPlan(before: inputs + [before], after: inputs + [after])
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

/// Committed results of ONNX Runtime, which the scripts in `Tests/Oracle` write: a line a case,
/// "name: value value …".
enum GoldenFile {
  /// Of single layers, and of whole networks.
  private static let lines = ["golden", "networks"].reduce(into: [:]) {
    $0.merge(lines(of: $1)) { first, _ in first }
  }

  private static func lines(of file: String) -> [Substring: Substring] {
    let url = Bundle.module.url(forResource: file, withExtension: "txt", subdirectory: "Golden")
    let text = url.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    let pairs = text.split(separator: "\n").compactMap { (line: Substring) in
      line.firstIndex(of: ":").map { (line[..<$0], line[$0...].dropFirst()) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  static func values(of name: String) throws -> [Float] {
    try words(of: name).compactMap { Float($0) }
  }

  static func words(of name: String) throws -> [Substring] {
    try #require(lines[name[...]], "no golden result is named '\(name)'").split(separator: " ")
  }
}
