/// Rows of weights against one vector of inputs: bound by reading the weights, so not packed.
struct FastLinear {
  let set: InstructionSet

  /// outputs[i] = bias[i] + the sum over j of weights[i][j] · inputs[j].
  func run(
    weights: [Float], inputs: UnsafePointer<Float>, depth: Int, bias: [Float],
    outputs: UnsafeMutablePointer<Float>, threads: Int
  ) {
    let parts = min(bias.count, 4 * threads)
    let size = bias.count.dividedUp(by: max(parts, 1))
    weights.withUnsafeBufferPointer { weights in
      guard let base = weights.baseAddress else { return }
      forEachIndex(below: bias.count.dividedUp(by: size), threads: threads) { part in
        for output in part * size..<min((part + 1) * size, bias.count) {
          outputs[output] = bias[output] + set.kernels.dot(base + output * depth, inputs, depth)
        }
      }
    }
  }
}
