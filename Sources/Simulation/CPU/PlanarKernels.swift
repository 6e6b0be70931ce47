import LayerGraph

/// Counts the work of a layer for kernels whose registers hold neighbouring positions of one channel:
/// this program's own.
///
/// A convolution is a matrix product on panels of positions, packed as they are needed (implicit
/// GEMM); a depthwise one and every other operation walk over rows. Activation functions are passes
/// of their own.
struct PlanarKernels {
  let network: Network
  let operandBytes: Int
  /// Elements of a register.
  let lanes: Int
  let threads: Int

  /// Filters in the smallest register tile and in the largest.
  private var filterStep: Int { lanes >= 16 ? 4 : 2 }
  private var tileFilters: Int { 3 * filterStep }
  /// The deepest block of a packed panel.
  private static let blockDepth = 256
  /// The elements that could be passed over while a row's loop begins.
  static let rowStart = 64

  /// The work of a layer, or `nil` if nothing runs for it.
  func work(of index: Int) -> KernelWork? {
    let layer = network.layers[index]
    guard let source = layer.inputs.first else { return nil }
    let input = network.layers[source].output
    var work: KernelWork
    switch layer.operation {
    case .convolution(let convolution):
      work = convolutionWork(convolution, input: input, layer: layer)
    case .linear: work = vectorProduct(macs: network.counts(of: index).macs, layer: layer)
    default: work = passWork(layer, input: input)
    }
    var reads = layer.inputs.reduce(0) { $0 + network.layers[$1].output.elements }
    if case .slice = layer.operation { reads = layer.output.elements }
    if work.cut == nil {
      work.cut = .blocks(groups: layer.output.channels, parts: 1, rows: layer.output.height)
    }
    work.macs = network.counts(of: index).macs * network.batch
    work.weightBytes = network.counts(of: index).weights * operandBytes
    work.inputBytes = reads * network.batch * operandBytes
    work.outputBytes = layer.output.elements * network.batch * operandBytes
    add(layer.activation, over: layer.output.elements, to: &work)
    work.products *= network.batch
    work.accumulations *= network.batch
    work.elements *= network.batch
    work.scalarSteps *= network.batch
    return work
  }

  /// An activation function in place: a read, a write and the steps of its polynomial, in
  /// elements passed over.
  private func add(_ function: ActivationFunction, over elements: Int, to work: inout KernelWork) {
    switch function {
    case .linear: return
    case .relu, .relu6, .clip, .leaky: work.elements += 2 * elements
    case .hardSigmoid, .hardSwish: work.elements += 3 * elements
    case .sigmoid, .swish, .mish: work.elements += 10 * elements
    case .tanh, .elu, .softplus, .gelu: work.scalarSteps += 4 * elements
    }
    work.launches += 1
  }
}

// MARK: - Products

extension PlanarKernels {
  private func convolutionWork(
    _ convolution: Convolution, input: Shape, layer: Layer
  ) -> KernelWork {
    let output = layer.output
    if convolution.groups == input.channels, convolution.filters == convolution.groups {
      return depthwiseWork(convolution, output: output)
    }
    let area = convolution.window.kernel.area
    let depth = area * input.channels / convolution.groups
    guard output.area > 1 else {
      return vectorProduct(macs: depth * output.channels, layer: layer)
    }
    let plane = PositionPlane(convolution.window, input: input, output: output)
    let filters = convolution.filters / convolution.groups
    let (stretchRows, strips) = plane.strips(
      of: 2 * lanes, most: max(256, (1 << 17) / filters))
    let positions = strips * 2 * lanes
    let rows = filters.dividedUp(by: filterStep) * filterStep
    let groups = convolution.groups
    var work = KernelWork(
      kind: groups > 1 ? .grouped : area == 1 ? .matrix : .spatial)
    work.products = positions * rows * depth * groups
    work.accumulations =
      positions * rows * groups * depth.dividedUp(by: PlanarKernels.blockDepth)
    let laid = plane.isInPlace ? 0 : plane.elements * input.channels
    // Packing and laying out move whole registers, two elements for one of other passes.
    work.elements = positions * depth * groups + laid + 2 * output.elements
    work.launches = plane.isInPlace ? 1 : 2
    work.pieces = output.height.dividedUp(by: stretchRows) * groups
    let parts = work.pieces < 2 * threads ? min(threads, filters.dividedUp(by: tileFilters)) : 1
    work.pieces *= parts
    work.cut = .blocks(groups: groups, parts: parts, rows: stretchRows)
    return work
  }

  /// Registers of a row's outputs, tap by tap.
  private func depthwiseWork(_ convolution: Convolution, output: Shape) -> KernelWork {
    var work = KernelWork(kind: .depthwise)
    let rows = output.channels * output.height
    work.products =
      rows * output.width.dividedUp(by: lanes) * lanes * convolution.window.kernel.area
    work.elements = rows * PlanarKernels.rowStart
    work.pieces = output.channels
    return work
  }

  /// A row of weights times the input for each output; reading the weights takes the time.
  private func vectorProduct(macs: Int, layer: Layer) -> KernelWork {
    var work = KernelWork(kind: .matrix)
    work.products = macs
    work.pieces = layer.output.channels
    return work
  }
}

/// Where the positions of a convolution's outputs lie in the planes that its taps read.
private struct PositionPlane {
  let rows: Int
  let columns: Int
  /// Elements between rows, the few that are computed and dropped included.
  let pitch: Int
  /// Whether the planes are the feature map itself, without a copy.
  let isInPlace: Bool
  /// Elements of all copies of a channel.
  let elements: Int

  init(_ window: Window, input: Shape, output: Shape) {
    (rows, columns) = (output.height, output.width)
    let (kernel, stride, padding) = (window.kernel, window.stride, window.padding)
    isInPlace = stride == Spatial(1) && padding == Padding(0)
    let reach = (kernel.width - 1) * window.dilation.width / stride.width
    let shared = stride.width == 1 ? min(reach, padding.left, padding.right) : 0
    pitch = isInPlace ? input.width : columns + reach - shared
    let phases = min(kernel.height, stride.height) * min(kernel.width, stride.width)
    let planeRows = rows + (kernel.height - 1) * window.dilation.height / stride.height
    elements = planeRows * pitch * phases
  }

  /// Stretches of so many rows, each up to `most` positions, that fill whole strips best.
  func strips(of width: Int, most: Int) -> (rows: Int, strips: Int) {
    func strips(_ rows: Int) -> Int {
      rows == 0 ? 0 : ((rows - 1) * pitch + columns).dividedUp(by: width)
    }
    func cost(_ size: Int) -> Int { rows / size * strips(size) + strips(rows % size) }
    let largest = max(1, min(rows, most / pitch))
    let best = (1...largest).min { (cost($0), -$0) < (cost($1), -$1) } ?? 1
    return (best, cost(best))
  }
}

// MARK: - Passes

extension PlanarKernels {
  private func passWork(_ layer: Layer, input: Shape) -> KernelWork {
    let output = layer.output.elements
    var work = KernelWork(kind: .elementwise)
    work.pieces = layer.output.channels
    var passes = 1
    switch layer.operation {
    case .add:
      // The first input is copied, and each other one added to what is there.
      passes = layer.inputs.count
      work.elements = (3 * passes - 1) * output
    case .multiply:
      passes = 1 + layer.inputs.count
      work.elements = (1 + 3 * layer.inputs.count) * output
    case .crossChannelPool(let pooling):
      passes = pooling.groupSize
      work.elements = 3 * passes * output
    case .pool(let pooling): return poolingWork(pooling.window, input: input, layer: layer)
    case .globalPool: work.scalarSteps = input.elements
    case .softmax: work.scalarSteps = 4 * output
    case .upsample, .reshape, .reorganise: work.scalarSteps = output
    case .detection: work.scalarSteps = output
    default: work.elements = 2 * output
    }
    if work.scalarSteps > 0 { work.kind = .scalar }
    work.elements += passes * layer.output.channels * layer.output.height * PlanarKernels.rowStart
    return work
  }

  /// Each channel is laid out, its windows compared or added up, and the result copied.
  private func poolingWork(_ window: Window, input: Shape, layer: Layer) -> KernelWork {
    let output = layer.output
    let plane = PositionPlane(window, input: input, output: output)
    let positions = (output.height - 1) * plane.pitch + output.width
    var work = KernelWork(kind: .pooling)
    work.elements =
      output.channels * (plane.elements + (window.kernel.area + 1) * positions)
      + 2 * output.elements + output.channels * output.height * PlanarKernels.rowStart
    work.pieces = output.channels
    return work
  }
}
