import LayerGraph

/// Builds a specification's network as the library's code does.
///
/// Stem: two 3×3 convolutions, the first with stride 2. Stage: a convolution to its width W; a 1×1 to
/// the shortcut's c1 = round(W · split ratio) channels and a 1×1 to the other c2; the blocks on c2;
/// both concatenated and merged by a 1×1. Head: optional 1×1, global pooling, linear layer.
struct CSPNetworkAssembly {
  private let specification: CSPSpecification
  private var builder: NetworkBuilder
  private var current = 0
  private var activation = ActivationFunction.relu

  /// The network, with `options` in place of the specification's input.
  static func network(
    _ specification: CSPSpecification, options: ImportOptions
  ) throws(ImportError) -> Network {
    var assembly = CSPNetworkAssembly(specification, batch: options.batch ?? 1)
    do {
      try assembly.appendStem(input: options.input ?? specification.input)
    } catch {
      throw specification.place.error(error)
    }
    for (index, stage) in specification.stages.enumerated() {
      let widths = try StageWidths(stage, splitRatio: specification.splitRatio)
      do {
        try assembly.append(stage, widths: widths, number: index + 1)
      } catch {
        throw stage.node.error(error)
      }
    }
    do {
      try assembly.appendHead()
      return try assembly.builder.build()
    } catch {
      throw specification.place.error(error)
    }
  }

  private init(_ specification: CSPSpecification, batch: Int) {
    self.specification = specification
    builder = NetworkBuilder(name: specification.name, batch: batch)
  }

  private mutating func appendStem(input: Spatial) throws(GraphError) {
    builder.stage = "stem"
    activation = specification.stages[0].block.activation
    current = try builder.input(
      Shape(channels: specification.inputChannels, height: input.height, width: input.width))
    try convolve("stem.conv1", filters: specification.stemChannels, size: 3, stride: 2)
    try convolve("stem.conv2", filters: specification.stemChannels, size: 3)
  }

  private mutating func append(
    _ stage: CSPSpecification.Stage, widths: StageWidths, number: Int
  ) throws(GraphError) {
    builder.stage = "stage \(number)"
    activation = stage.block.activation
    let name = "stage\(number)"
    try convolve(
      "\(name).pre", filters: stage.width, size: specification.preKernelSize,
      stride: stage.downsamples ? 2 : 1)
    let whole = current
    try convolve("\(name).shortcut", filters: widths.shortcut)
    let shortcut = current
    current = whole
    try convolve("\(name).residual", filters: widths.residual)
    for index in 1...stage.blocks {
      builder.block = "block \(index)"
      try append(stage.block, widths: widths, name: "\(name).block\(index)")
    }
    builder.block = ""
    current = try builder.add(.concatenate, to: [shortcut, current], name: "\(name).concat")
    try convolve("\(name).merge", filters: stage.width)
  }

  private mutating func append(
    _ block: CSPSpecification.Block, widths: StageWidths, name: String
  ) throws(GraphError) {
    let input = current
    switch block {
    case .bottleneck(let groups, _):
      try convolve("\(name).conv1", filters: widths.bottleneck)
      try convolve("\(name).conv2", filters: widths.bottleneck, size: 3, groups: groups)
      try convolve("\(name).conv3", filters: widths.residual, activation: .linear)
      current = try builder.add(
        .add, to: [current, input], name: "\(name).add", activation: activation)
    case .darknet:
      try convolve("\(name).conv1", filters: widths.residual)
      try convolve("\(name).conv2", filters: widths.residual, size: 3)
      current = try builder.add(.add, to: [current, input], name: "\(name).add")
    }
  }

  private mutating func appendHead() throws(GraphError) {
    builder.stage = "head"
    if let features = specification.featureChannels, features != builder.shape(of: current).channels
    {
      try convolve("head.features", filters: features)
    }
    current = try builder.add(.globalPool(specification.pooling), to: current, name: "head.pool")
    if specification.hasDropout {
      current = try builder.add(.identity, to: current, name: "head.dropout")
    }
    current = try builder.add(
      .linear(Linear(outputs: specification.classes)), to: current, name: "head.classifier")
  }

  private mutating func convolve(
    _ name: String, filters: Int, size: Int = 1, stride: Int = 1, groups: Int = 1,
    activation: ActivationFunction? = nil
  ) throws(GraphError) {
    let convolution = Convolution(
      filters: filters, window: Window(size, stride: stride), groups: groups)
    current = try builder.add(
      .convolution(convolution), to: current, name: name, activation: activation ?? self.activation)
  }
}

/// How a stage's width W is divided.
private struct StageWidths {
  let shortcut: Int
  let residual: Int
  /// Channels inside a bottleneck: residual / 4 · base width / 64 · groups.
  let bottleneck: Int

  init(_ stage: CSPSpecification.Stage, splitRatio: Double) throws(ImportError) {
    let share = Double(stage.width) * splitRatio
    var residual = stage.width - share.nearestEven
    if case .bottleneck(let groups, let baseWidth) = stage.block {
      residual -= residual % 4
      bottleneck = residual / 4 * baseWidth / 64 * groups
    } else {
      bottleneck = residual
    }
    self.residual = residual
    shortcut = stage.width - residual
    guard shortcut > 0, residual > 0, bottleneck > 0 else {
      throw stage.node.error(
        "of \(stage.width) channels, \(shortcut) take the shortcut and \(residual) the blocks,"
          + " whose inner width is \(bottleneck)",
        "give a wider stage or a split ratio that leaves channels on both sides")
    }
  }
}

extension Double {
  /// The nearest whole number, a tie going to the even one (Python's `round`), for 0…2^20.
  fileprivate var nearestEven: Int {
    let below = Int(self)
    let rest = self - Double(below)
    if rest == 0.5 { return below + below % 2 }
    return rest > 0.5 ? below + 1 : below
  }
}

extension CSPSpecification.Block {
  /// ReLU in residual networks, leaky ReLU in Darknet, as in the papers.
  fileprivate var activation: ActivationFunction {
    self == .darknet ? .leaky(slope: 0.1) : .relu
  }
}
