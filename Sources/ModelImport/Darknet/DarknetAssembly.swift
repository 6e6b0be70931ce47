import LayerGraph

/// Turns sections into layers one by one, keeping which layer each section became.
struct DarknetAssembly {
  let allowsUnsupported: Bool
  var builder: NetworkBuilder
  var warnings: [ImportWarning] = []
  /// For each section after `[net]`, the layer that holds its output.
  private(set) var layers: [Int] = []
  /// The layer that the next section reads.
  private(set) var current: Int
  private var stages: ResolutionStages
  private let header: DarknetSection

  init(
    header: DarknetSection, first: DarknetSection, name: String, options: ImportOptions
  ) throws(ImportError) {
    self.header = header
    allowsUnsupported = options.allowsUnsupported
    let shape = try DarknetAssembly.inputShape(header: header, first: first, options: options)
    stages = ResolutionStages(input: shape)
    builder = NetworkBuilder(name: name, batch: options.batch ?? 1)
    builder.stage = stages.stage(of: shape)
    do { current = try builder.input(shape) } catch { throw header.error(error) }
    warnings += try header.keyWarnings(for: .network)
  }

  /// The number of the section that is being added, as `route` counts.
  var number: Int { layers.count }

  /// The shape that the next section reads.
  var currentShape: Shape { builder.shape(of: current) }

  mutating func append(_ section: DarknetSection) throws(ImportError) {
    guard let kind = DarknetSectionKind(header: section.header) else {
      try appendUnknown(section)
      layers.append(current)
      return
    }
    warnings += try section.keyWarnings(for: kind)
    switch kind {
    case .network:
      throw section.error("stands a second time", "keep only the first [net]")
    case .convolutional: try appendConvolution(section)
    case .connected: try appendConnected(section)
    case .maximumPool: try appendPool(section, kind: .maximum)
    case .localAveragePool: try appendPool(section, kind: .average)
    case .averagePool: try add(.globalPool(.average), section, "avgpool")
    case .route: try appendRoute(section)
    case .shortcut: try appendShortcut(section)
    case .scaleChannels, .spatialAttention: try appendProduct(section)
    case .upsample: try appendUpsample(section)
    case .reorganise: try appendReorganise(section, order: .darknet)
    case .reorganise3D: try appendReorganise(section, order: .blockFirst)
    case .activation:
      try add(.activation, section, "activation", activation: try activation(section))
    case .normalisation: try add(.affine(Affine(isTrained: true)), section, "batchnorm")
    case .localResponse: try add(.localResponseNormalisation, section, "lrn")
    case .passThrough: try add(.identity, section, section.header)
    case .logistic: try add(.activation, section, "logistic", activation: .sigmoid)
    case .softmax: try appendSoftmax(section)
    case .crop: try appendCrop(section)
    case .yolo, .gaussianYolo, .region, .detection: try appendHead(section, kind: kind)
    }
    layers.append(current)
  }

  func finish() throws(ImportError) -> ImportedNetwork {
    do {
      return ImportedNetwork(network: try builder.build(), warnings: warnings)
    } catch {
      throw header.error(error)
    }
  }

  /// Adds a layer on the current one.
  mutating func add(
    _ operation: Operation, _ section: DarknetSection, _ label: String,
    activation: ActivationFunction = .linear
  ) throws(ImportError) {
    try add(operation, to: [current], section, label, activation: activation)
  }

  /// Adds a layer, which becomes the current one.
  mutating func add(
    _ operation: Operation, to inputs: [Int], _ section: DarknetSection, _ label: String,
    activation: ActivationFunction = .linear
  ) throws(ImportError) {
    let shapes = inputs.map { builder.shape(of: $0) }
    do {
      if let shape = try? operation.checkedShape(for: shapes) {
        builder.stage = stages.stage(of: shape)
      }
      current = try builder.add(
        operation, to: inputs, name: "\(number) \(label)", activation: activation)
    } catch {
      throw section.error(error)
    }
  }

  /// The activation function that a section names.
  mutating func activation(
    _ section: DarknetSection, default fallback: ActivationFunction = .sigmoid
  ) throws(ImportError) -> ActivationFunction {
    guard let entry = section.entry("activation") else { return fallback }
    guard let (function, isExact) = DarknetActivation.function(entry.value) else {
      throw section.error(
        "activation is \(SourceText.quoted(entry.value))",
        "expected a name that darknet knows, such as \(DarknetActivation.commonNames)",
        at: entry.line)
    }
    if !isExact {
      let message = "activation '\(entry.value)' is computed as \(function.name)"
      warnings.append(section.warning(message, at: entry.line))
    }
    return function
  }

  private mutating func appendUnknown(_ section: DarknetSection) throws(ImportError) {
    guard allowsUnsupported else {
      throw section.error(
        "is a section that cspsim has no meaning for, so the shapes behind it are unknown",
        "remove it, or allow unsupported operators to take it as one pass over the elements")
    }
    try add(.unsupported(name: section.header), section, section.header)
    warnings.append(section.warning("is taken as one pass over the elements of its input"))
  }
}

extension DarknetAssembly {
  /// The network's input; a `[crop]` right behind it is the input, since the host does that work.
  private static func inputShape(
    header: DarknetSection, first: DarknetSection, options: ImportOptions
  ) throws(ImportError) -> Shape {
    if header.entry("height") == nil, header.entry("width") == nil, options.input == nil,
      header.entry("inputs") != nil
    {
      return Shape(channels: try header.size("inputs"), height: 1, width: 1)
    }
    let channels = try header.size("channels")
    if let input = options.input {
      return Shape(channels: channels, height: input.height, width: input.width)
    }
    if DarknetSectionKind(header: first.header) == .crop {
      return Shape(
        channels: channels, height: try first.size("crop_height"),
        width: try first.size("crop_width"))
    }
    return Shape(
      channels: channels, height: try header.size("height"), width: try header.size("width"))
  }
}

extension Operation {
  /// The output shape where the operation's extents are sane, for choosing a stage beforehand.
  fileprivate func checkedShape(for inputs: [Shape]) throws(GraphError) -> Shape {
    var probe = NetworkBuilder(name: "")
    var indices: [Int] = []
    for (index, shape) in inputs.enumerated() {
      indices.append(try probe.input(shape, name: "\(index)"))
    }
    let layer = try probe.add(self, to: indices)
    return probe.shape(of: layer)
  }
}
