import Hardware
import LayerGraph

/// Turns each layer into the kernels by which a library may compute it.
struct GPUKernelPlanner {
  let network: Network
  let device: GPUDevice
  let library: LibraryTraits
  /// Concatenations some of whose inputs can't be written where they belong.
  private let copied: Set<Int>

  init(network: Network, device: GPUDevice) {
    (self.network, self.device) = (network, device)
    library = LibraryTraits(device.library)
    copied = library.concatenation == .none ? Set(StorageMap(network).copies.keys) : []
  }

  /// Ways to compute a layer; empty if nothing runs for it.
  func alternatives(for index: Int) -> [KernelSequence] {
    let layer = network.layers[index]
    guard let source = layer.inputs.first else { return [] }
    switch layer.operation {
    case .convolution(let convolution):
      let input = network.layers[source].output
      return convolutions(convolution, input: input, index: index)
        .map { KernelSequence($0 + separatePasses(after: index)) }
    case .linear: return [KernelSequence([linear(index)] + separatePasses(after: index))]
    case .reshape, .identity: return []
    case .slice: return library.copiesSlices ? [KernelSequence([onePass(index)])] : []
    case .concatenate: return concatenation(index)
    case .add:
      if let sum = fusedSum(index) { return [sum] }
      return [KernelSequence([onePass(index)] + separatePasses(after: index))]
    default: return [KernelSequence([onePass(index)] + separatePasses(after: index))]
    }
  }

  /// Bytes of all images of a layer's output, or of its inputs.
  func outputBytes(_ index: Int) -> Int { results(index) * device.precision.bytes }

  func inputBytes(_ index: Int) -> Int {
    network.layers[index].inputs.reduce(0) { $0 + outputBytes($1) }
  }

  func results(_ index: Int) -> Int { network.layers[index].output.elements * network.batch }

  func weightBytes(_ index: Int) -> Int {
    network.counts(of: index).weights * device.precision.bytes
  }
}

// MARK: - Layers without products

extension GPUKernelPlanner {
  /// Reads a layer's inputs and writes its output.
  private func onePass(_ index: Int) -> GPUKernel {
    var kernel = GPUKernel(kind: .elementwise)
    kernel.results = results(index)
    kernel.outputBytes = outputBytes(index)
    if case .slice = network.layers[index].operation {
      kernel.inputBytes = kernel.outputBytes
    } else {
      kernel.inputBytes = inputBytes(index)
    }
    return kernel
  }

  /// Reads and writes a tensor once more.
  func pass(over results: Int) -> GPUKernel {
    var kernel = GPUKernel(kind: .elementwise)
    kernel.results = results
    kernel.inputBytes = results * device.precision.bytes
    kernel.outputBytes = kernel.inputBytes
    return kernel
  }

  private func concatenation(_ index: Int) -> [KernelSequence] {
    guard library.concatenation != .none || copied.contains(index) else { return [] }
    var kernel = onePass(index)
    if library.concatenation == .kernelPerInput {
      kernel.launches = network.layers[index].inputs.count
    }
    return [KernelSequence([kernel])]
  }

  /// What the library doesn't fuse with a layer: its bias, normalisation and activation.
  private func separatePasses(after index: Int) -> [GPUKernel] {
    let layer = network.layers[index]
    let count = results(index)
    var passes: [GPUKernel] = []
    if case .convolution(let convolution) = layer.operation, device.fusion != .all {
      let normalises = convolution.isNormalised && !library.foldsNormalisation
      passes = (0..<library.biasPasses + (normalises ? 1 : 0)).map { _ in
        pass(over: count)
      }
    }
    if layer.activation != .linear, layer.operation != .activation, !isFused(layer) {
      var kernel = pass(over: count)
      if library.activatesIn32Bit, device.precision == .fp16 {
        // A conversion either way reads one format and writes the other.
        kernel.inputBytes *= 3
        kernel.outputBytes *= 3
      }
      passes.append(kernel)
    }
    return passes
  }

  private func isFused(_ layer: Layer) -> Bool {
    switch device.fusion {
    case .library: library.fused.contains(layer.activation.family)
    case .none: false
    case .all: true
    }
  }

  /// A sum that the kernel of a convolution before it computes: that kernel reads the other branches,
  /// and writes the sum in place of its results. `nil` where the library has no such kernel.
  private func fusedSum(_ index: Int) -> KernelSequence? {
    switch device.fusion {
    case .none: return nil
    case .library where !library.fusesSums: return nil
    case .library, .all: break
    }
    let inputs = network.layers[index].inputs
    let convolution = inputs.firstIndex {
      guard case .convolution = network.layers[$0].operation else { return false }
      return network.consumers[$0] == [index]
    }
    guard let convolution, Set(inputs).count == inputs.count else { return nil }
    var kernel = onePass(index)
    kernel.inputBytes -= outputBytes(inputs[convolution])
    kernel.outputBytes = 0
    kernel.launches = 0
    return KernelSequence([kernel], heldInput: convolution)
  }
}
