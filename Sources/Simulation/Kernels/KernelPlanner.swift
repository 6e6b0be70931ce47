import LayerGraph

/// Chooses a kernel for each layer as tuned libraries do, and counts its work.
struct KernelPlanner {
  let network: Network
  let operandBytes: Int
  /// Output channels that one instruction computes side by side.
  let lanes: Int
  /// Winograd's output tiles to choose from, by side; empty without Winograd kernels.
  let winogradTiles: [Int]
  /// The fewest input and output channels for which Winograd pays.
  let winogradChannels: Int

  /// The work of a layer, or `nil` if nothing runs for it.
  func work(of index: Int) -> KernelWork? {
    let layer = network.layers[index]
    guard let source = layer.inputs.first else { return nil }
    let input = network.layers[source].output
    switch layer.operation {
    case .convolution(let convolution):
      return convolutionWork(convolution, input: input, layer: layer, index: index)
    case .linear: return linearWork(input: input, layer: layer, index: index)
    case .reshape, .identity: return nil
    case .slice, .concatenate:
      return movementWork(layer, reads: layer.output.elements)
    case .shuffle, .pad, .reorganise: return movementWork(layer, reads: input.elements)
    case .unsupported:
      var work = passWork(.scalar, layer: layer, reads: layer.output.elements)
      work.scalarSteps = layer.output.elements * network.batch
      work.elements = 0
      work.pieces = max(layer.output.channels, layer.output.height) * network.batch
      work.cut = .runs(work.pieces)
      return work
    default:
      let reads = layer.inputs.reduce(0) { $0 + network.layers[$1].output.elements }
      return passWork(.elementwise, layer: layer, reads: reads)
    }
  }

  /// A copy of elements to other places, which libraries do on one thread.
  private func movementWork(_ layer: Layer, reads: Int) -> KernelWork {
    var work = passWork(.elementwise, layer: layer, reads: reads)
    work.pieces = 1
    work.cut = .runs(1)
    return work
  }

  /// One pass that reads and writes elements.
  private func passWork(_ kind: KernelKind, layer: Layer, reads: Int) -> KernelWork {
    let batch = network.batch
    var work = KernelWork(kind: kind)
    work.elements = (reads + layer.output.elements) * batch
    work.inputBytes = reads * batch * operandBytes
    work.outputBytes = layer.output.elements * batch * operandBytes
    work.pieces = pieces(layer.output.channels)
    return work
  }

  /// One pass over the weights for the whole batch; a matrix and a vector for a single image.
  private func linearWork(input: Shape, layer: Layer, index: Int) -> KernelWork {
    let batch = network.batch
    let counts = network.counts(of: index)
    var work = KernelWork(kind: .matrix)
    work.macs = counts.macs * batch
    work.products = work.macs
    work.accumulations = layer.output.elements * batch
    work.elements = (input.elements + layer.output.elements) * batch
    work.weightBytes = counts.weights * operandBytes
    work.inputBytes = input.elements * batch * operandBytes
    work.outputBytes = layer.output.elements * batch * operandBytes
    work.pieces = pieces(layer.output.channels)
    return work
  }

  private func convolutionWork(
    _ convolution: Convolution, input: Shape, layer: Layer, index: Int
  ) -> KernelWork {
    let batch = network.batch
    let counts = network.counts(of: index)
    let output = layer.output
    var work = KernelWork(kind: .matrix)
    work.macs = counts.macs * batch
    work.weightBytes = counts.weights * operandBytes
    work.inputBytes = input.elements * batch * operandBytes
    work.outputBytes = output.elements * batch * operandBytes
    work.pieces = pieces(output.channels)
    if convolution.groups > 1, convolution.groups == input.channels {
      work.kind = .depthwise
      work.products = work.macs
      work.elements = (input.elements + output.elements) * batch
      return work
    }
    if canUseWinograd(convolution, input: input) {
      addWinograd(&work, input: input, output: output)
    } else {
      addProduct(&work, convolution, input: input, output: output)
    }
    return work
  }

  private func pieces(_ channels: Int) -> Int { channels.dividedUp(by: lanes) * network.batch }
}

// MARK: - Products

extension KernelPlanner {
  private func addProduct(
    _ work: inout KernelWork, _ convolution: Convolution, input: Shape, output: Shape
  ) {
    let area = convolution.window.kernel.area
    let depth = area * input.channels / convolution.groups
    let pixels = output.area * network.batch
    let channels = convolution.filters / convolution.groups
    work.kind = area == 1 ? .matrix : .spatial
    work.launches = convolution.groups
    work.accumulations =
      convolution.groups * pixels * channels.dividedUp(by: lanes) * lanes
    work.products = work.accumulations * depth
    let gathered =
      area == 1 ? input.elements * network.batch : depth * convolution.groups * pixels
    work.elements = gathered + output.elements * network.batch
  }

  private func canUseWinograd(_ convolution: Convolution, input: Shape) -> Bool {
    let window = convolution.window
    return !winogradTiles.isEmpty && convolution.groups == 1 && window.kernel == Spatial(3)
      && window.stride == Spatial(1) && window.dilation == Spatial(1)
      && input.channels >= winogradChannels && convolution.filters >= winogradChannels
  }

  /// F(m×m, 3×3): each tile of m² outputs takes (m + 2)² products a pair of channels instead of
  /// 9·m². The tile with the least work wins, a transformed element weighing as much as eight
  /// products.
  private func addWinograd(_ work: inout KernelWork, input: Shape, output: Shape) {
    work.kind = .winograd
    let filters = output.channels.dividedUp(by: lanes) * lanes
    var least = Int.max
    for side in winogradTiles {
      let points = (side + 2) * (side + 2)
      let tiles =
        output.height.dividedUp(by: side) * output.width.dividedUp(by: side) * network.batch
      let products = tiles * points * input.channels * filters
      let transformed = tiles * points * (input.channels + output.channels)
      guard products + 8 * transformed < least else { continue }
      least = products + 8 * transformed
      work.winogradSide = side
      work.products = products
      work.accumulations = tiles * points * filters
      work.elements = transformed
      work.weightBytes = points * input.channels * output.channels * operandBytes
    }
  }
}
