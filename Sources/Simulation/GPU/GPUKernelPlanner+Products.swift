import Hardware
import LayerGraph

extension GPUKernelPlanner {
  /// One pass over the weights for the whole batch.
  func linear(_ index: Int) -> GPUKernel {
    let output = network.layers[index].output
    let counts = network.counts(of: index)
    var kernel = GPUKernel(kind: .matrix)
    kernel.product = GPUKernel.Product(
      pixels: network.batch, filters: output.elements, depth: counts.weights / output.elements)
    kernel.macs = counts.macs * network.batch
    kernel.weightBytes = weightBytes(index)
    kernel.inputBytes = inputBytes(index)
    kernel.inputFootprint = kernel.inputBytes
    kernel.outputBytes = outputBytes(index)
    return kernel
  }

  /// Ways to compute a convolution.
  func convolutions(
    _ convolution: Convolution, input: Shape, index: Int
  ) -> [[GPUKernel]] {
    let padding = paddingCopy(convolution, input: input)
    guard convolution.groups == 1 else {
      return [padding + [depthwise(convolution, input: input, index: index)]]
    }
    let direct = padding + [product(convolution, input: input, index: index)]
    guard canUseWinograd(convolution, input: input) else { return [direct] }
    let winograd = library.winograd.map { form in
      padding
        + (form.isFused
          ? [winogradProduct(form.side, input: input, index: index)]
          : winogradSteps(form.side, input: input, index: index))
    }
    return library.prefersWinograd ? winograd : [direct] + winograd
  }

  /// Filters of few channels each, which share too little to be a product.
  private func depthwise(_ convolution: Convolution, input: Shape, index: Int) -> GPUKernel {
    var kernel = basic(.depthwise, index)
    kernel.results = results(index)
    kernel.depth = convolution.window.kernel.area * (input.channels / convolution.groups)
    return kernel
  }

  private func product(_ convolution: Convolution, input: Shape, index: Int) -> GPUKernel {
    let area = convolution.window.kernel.area
    let output = network.layers[index].output
    var kernel = basic(area == 1 ? .matrix : .spatial, index)
    kernel.product = GPUKernel.Product(
      pixels: output.area * network.batch, filters: convolution.filters,
      depth: area * input.channels)
    kernel.inputFootprint = kernel.inputBytes
    return kernel
  }

  private func basic(_ kind: KernelKind, _ index: Int) -> GPUKernel {
    var kernel = GPUKernel(kind: kind)
    kernel.macs = network.counts(of: index).macs * network.batch
    kernel.weightBytes = weightBytes(index)
    kernel.inputBytes = inputBytes(index)
    kernel.outputBytes = outputBytes(index)
    return kernel
  }

  /// The copy of the input with its padding, if the library makes one.
  private func paddingCopy(_ convolution: Convolution, input: Shape) -> [GPUKernel] {
    guard library.copiesPadding, convolution.window.padding != .none else { return [] }
    return [pass(over: input.elements * network.batch)]
  }
}

// MARK: - Winograd

extension GPUKernelPlanner {
  /// The fewest input channels and filters for which libraries have Winograd kernels.
  private static let winogradChannels = 16

  private func canUseWinograd(_ convolution: Convolution, input: Shape) -> Bool {
    let window = convolution.window
    return device.hasWinograd && device.precision != .int8 && !library.winograd.isEmpty
      && window.kernel == Spatial(3) && window.stride == Spatial(1)
      && window.dilation == Spatial(1) && input.channels >= Self.winogradChannels
      && convolution.filters >= Self.winogradChannels
  }

  /// F(m×m, 3×3): tiles of m² outputs take (m + 2)² products a pair of channels instead of 9·m²
  /// (Lavin and Gray, 2016).
  private func winogradProduct(_ side: Int, input: Shape, index: Int) -> GPUKernel {
    let output = network.layers[index].output
    let points = (side + 2) * (side + 2)
    var kernel = basic(.winograd, index)
    kernel.product = GPUKernel.Product(
      count: points,
      pixels: output.height.dividedUp(by: side) * output.width.dividedUp(by: side) * network.batch,
      filters: output.channels, depth: input.channels)
    kernel.weightBytes =
      points * input.channels * output.channels * device.precision.bytes
    kernel.inputFootprint = kernel.inputBytes
    kernel.winogradSide = side
    return kernel
  }

  /// A kernel that transforms the input, one for the products, and one that transforms those back.
  private func winogradSteps(_ side: Int, input: Shape, index: Int) -> [GPUKernel] {
    var products = winogradProduct(side, input: input, index: index)
    guard let product = products.product else { return [products] }
    let bytes = device.precision.bytes
    let tiles = product.pixels * product.count
    var before = GPUKernel(kind: .elementwise)
    before.results = tiles * input.channels
    before.inputBytes = products.inputBytes
    before.outputBytes = before.results * bytes
    var after = GPUKernel(kind: .elementwise)
    after.results = tiles * product.filters
    after.inputBytes = after.results * bytes
    after.outputBytes = products.outputBytes
    products.inputBytes = before.outputBytes
    products.inputFootprint = product.pixels * input.channels * bytes
    products.outputBytes = after.inputBytes
    products.isTransformedApart = true
    return [before, products, after]
  }
}
