import LayerGraph

/// A network builder that names layers after where they stand: "stage3.block2.conv1".
struct Assembly {
  /// Follows every convolution that isn't told otherwise.
  var activation: ActivationFunction
  /// Whether convolutions are normalised; otherwise they have a bias.
  var isNormalised = true
  /// Opens a stage at every new resolution; `nil` where stages are entered by name.
  var resolutions: ResolutionStages?
  private var builder: NetworkBuilder
  private var uses: [String: Int] = [:]

  init(name: String, batch: Int, activation: ActivationFunction) {
    self.activation = activation
    builder = NetworkBuilder(name: name, batch: batch)
  }

  /// Layers added from now on belong to this stage, and to no block.
  mutating func enter(stage: String) {
    builder.stage = stage
    builder.block = ""
  }

  /// Layers added from now on belong to this block of the current stage; none if empty.
  mutating func enter(block: String) { builder.block = block }

  /// The network's name.
  var name: String { builder.name }

  func shape(of layer: Int) -> Shape { builder.shape(of: layer) }

  func channels(of layer: Int) -> Int { shape(of: layer).channels }

  mutating func image(_ size: Spatial) throws(ZooError) -> Int {
    let shape = Shape(channels: 3, height: size.height, width: size.width)
    do { return try builder.input(shape) } catch { throw .graph(network: builder.name, error) }
  }

  /// Adds a layer called after its stage, block and `role`; a role used before gets a number.
  mutating func add(
    _ operation: Operation, to inputs: [Int], role: String, activation: ActivationFunction = .linear
  ) throws(ZooError) -> Int {
    let shapes = inputs.map { builder.shape(of: $0) }
    if let shape = try? operation.outputShape(for: shapes),
      let stage = resolutions?.stage(of: shape)
    {
      builder.stage = stage
    }
    let name = name(for: role)
    do {
      return try builder.add(operation, to: inputs, name: name, activation: activation)
    } catch {
      throw .graph(network: builder.name, error)
    }
  }

  func build() throws(ZooError) -> Network {
    do { return try builder.build() } catch { throw .graph(network: builder.name, error) }
  }

  private mutating func name(for role: String) -> String {
    let place = [builder.stage, builder.block].filter { !$0.isEmpty }
      .map { $0.filter { $0 != " " } }
    let path = (place + [role]).joined(separator: ".")
    let use = uses[path, default: 0] + 1
    uses[path] = use
    return use == 1 && role != Assembly.numberedRole ? path : "\(path)\(use)"
  }

  /// The role of convolutions that are told apart by their order only.
  static let numberedRole = "conv"
}

extension Assembly {
  /// A convolution with batch normalisation, or bias in networks without it; padded to keep the
  /// map's size at stride 1, unless told otherwise.
  mutating func convolution(
    _ input: Int, _ filters: Int, kernel: Int = 1, stride: Int = 1, groups: Int = 1,
    padding: Int? = nil, role: String = Assembly.numberedRole,
    activation: ActivationFunction? = nil
  ) throws(ZooError) -> Int {
    let window = Window(
      kernel: Spatial(kernel), stride: Spatial(stride), padding: Padding(padding ?? kernel / 2))
    return try add(
      .convolution(
        Convolution(
          filters: filters, window: window, groups: groups, hasBias: !isNormalised,
          isNormalised: isNormalised)),
      to: [input], role: role, activation: activation ?? self.activation)
  }

  /// A convolution with bias and without normalisation: a network's last word.
  mutating func prediction(
    _ input: Int, _ filters: Int, kernel: Int = 1, role: String,
    activation: ActivationFunction = .linear
  ) throws(ZooError) -> Int {
    let convolution = Convolution(
      filters: filters, window: Window(kernel), hasBias: true, isNormalised: false)
    return try add(.convolution(convolution), to: [input], role: role, activation: activation)
  }

  /// darknet's max-pooling: `size - 1` rows and columns of padding, the odd one at the far side.
  mutating func maximumPool(
    _ input: Int, size: Int = 2, stride: Int = 2, role: String = "pool"
  ) throws(ZooError) -> Int {
    let near = (size - 1) / 2
    let far = size - 1 - near
    let window = Window(
      kernel: Spatial(size), stride: Spatial(stride),
      padding: Padding(top: near, left: near, bottom: far, right: far))
    return try add(.pool(Pooling(kind: .maximum, window: window)), to: [input], role: role)
  }

  mutating func concatenation(
    _ inputs: [Int], role: String = "concat"
  ) throws(ZooError) -> Int {
    try add(.concatenate, to: inputs, role: role)
  }

  /// The first input sets the shape; of the others only the channels in common are added.
  mutating func sum(
    _ inputs: [Int], role: String = "add", activation: ActivationFunction = .linear
  ) throws(ZooError) -> Int {
    try add(.add, to: inputs, role: role, activation: activation)
  }

  mutating func upsampled(_ input: Int, role: String = "upsample") throws(ZooError) -> Int {
    try add(.upsample(Upsample(factor: Spatial(2))), to: [input], role: role)
  }
}
