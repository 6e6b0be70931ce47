import LayerGraph

/// The codes of every layer's result, before and after its activation function.
///
/// Layers that only move elements have no arithmetic to change codes with, so they share one code
/// with what they read; it is set by the largest value among them.
struct QuantisationPlan: Sendable {
  /// Before the activation function; the same as `after` for linear and ReLU.
  let before: [Quantisation]
  let after: [Quantisation]

  /// Codes that are known already.
  init(before: [Quantisation], after: [Quantisation]) {
    self.before = before
    self.after = after
  }

  /// - Parameters:
  ///   - before: the largest magnitude of each layer's result before its activation function.
  ///   - after: and after it.
  init(_ network: Network, before: [Float], after: [Float]) {
    let count = network.layers.count
    var sets = DisjointSets(count: 2 * count)
    for (index, layer) in network.layers.enumerated() {
      if layer.activation.keepsCode { sets.join(index, count + index) }
      if layer.operation.keepsCode {
        for input in layer.inputs { sets.join(index, count + input) }
      }
    }
    var magnitudes = [Float](repeating: 0, count: 2 * count)
    for (index, layer) in network.layers.enumerated() {
      let (first, second) = (sets.root(index), sets.root(count + index))
      magnitudes[second] = max(magnitudes[second], after[index])
      if !layer.activation.keepsCode { magnitudes[first] = max(magnitudes[first], before[index]) }
    }
    self.before = (0..<count).map { Quantisation(magnitude: magnitudes[sets.root($0)]) }
    self.after = (0..<count).map { Quantisation(magnitude: magnitudes[sets.root(count + $0)]) }
  }
}

extension ActivationFunction {
  /// Whether the function's results are in the code of its argument.
  var keepsCode: Bool { self == .linear || self == .relu }
}

extension Operation {
  /// Whether the operation only moves or compares elements, so that codes stay as they are.
  var keepsCode: Bool {
    switch self {
    case .identity, .activation, .reshape, .concatenate, .slice, .pad, .shuffle, .reorganise: true
    case .upsample(let upsample): upsample.mode == .nearest
    case .pool(let pooling): pooling.kind == .maximum
    case .globalPool(let kind): kind == .maximum
    case .crossChannelPool(let pooling): pooling.kind == .maximum
    default: false
    }
  }
}

/// Union-find with path halving (Tarjan and van Leeuwen, 1984).
private struct DisjointSets {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(_ index: Int) -> Int {
    var index = index
    while parents[index] != index {
      parents[index] = parents[parents[index]]
      index = parents[index]
    }
    return index
  }

  mutating func join(_ a: Int, _ b: Int) {
    let (a, b) = (root(a), root(b))
    parents[max(a, b)] = min(a, b)
  }
}
