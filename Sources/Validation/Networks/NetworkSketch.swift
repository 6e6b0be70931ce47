import LayerGraph

/// Shorthand over `NetworkBuilder` for the published networks that measurements name.
struct NetworkSketch {
  private var builder: NetworkBuilder
  /// Follows every convolution that isn't told otherwise.
  var activation: ActivationFunction

  init(_ request: NetworkRequest, activation: ActivationFunction = .relu) {
    builder = NetworkBuilder(name: request.name, batch: request.batch)
    self.activation = activation
  }

  mutating func input(_ shape: Shape) throws(GraphError) -> Int { try builder.input(shape) }

  mutating func image(_ size: Spatial) throws(GraphError) -> Int {
    try builder.input(Shape(channels: 3, height: size.height, width: size.width))
  }

  func channels(of layer: Int) -> Int { builder.shape(of: layer).channels }

  func build() throws(GraphError) -> Network { try builder.build() }

  /// A convolution that keeps the map's size at stride 1, unless told its padding.
  mutating func convolution(
    _ input: Int, _ filters: Int, kernel: Int = 1, stride: Int = 1, groups: Int = 1,
    padding: Int? = nil, activation: ActivationFunction? = nil
  ) throws(GraphError) -> Int {
    let window = Window(
      kernel: Spatial(kernel), stride: Spatial(stride), padding: Padding(padding ?? kernel / 2))
    return try builder.add(
      .convolution(Convolution(filters: filters, window: window, groups: groups)), to: input,
      activation: activation ?? self.activation)
  }

  mutating func convolution(
    _ input: Int, _ convolution: Convolution
  ) throws(GraphError) -> Int {
    try builder.add(.convolution(convolution), to: input, activation: activation)
  }

  mutating func depthwise(
    _ input: Int, kernel: Int = 3, stride: Int = 1, activation: ActivationFunction? = nil
  ) throws(GraphError) -> Int {
    let channels = channels(of: input)
    return try convolution(
      input, channels, kernel: kernel, stride: stride, groups: channels, activation: activation)
  }

  mutating func linear(
    _ input: Int, _ outputs: Int, activation: ActivationFunction = .linear
  ) throws(GraphError) -> Int {
    try builder.add(.linear(Linear(outputs: outputs)), to: input, activation: activation)
  }

  mutating func pool(
    _ input: Int, _ kind: PoolingKind = .maximum, kernel: Int = 3, stride: Int = 2,
    padding: Int = 0, roundsUp: Bool = true
  ) throws(GraphError) -> Int {
    let window = Window(
      kernel: Spatial(kernel), stride: Spatial(stride), padding: Padding(padding),
      roundsUp: roundsUp)
    return try builder.add(.pool(Pooling(kind: kind, window: window)), to: input)
  }

  mutating func globalAverage(_ input: Int) throws(GraphError) -> Int {
    try builder.add(.globalPool(.average), to: input)
  }

  mutating func sum(
    _ inputs: [Int], activation: ActivationFunction = .linear
  ) throws(GraphError) -> Int {
    try builder.add(.add, to: inputs, activation: activation)
  }

  mutating func product(_ inputs: [Int]) throws(GraphError) -> Int {
    try builder.add(.multiply, to: inputs)
  }

  mutating func concatenation(_ inputs: [Int]) throws(GraphError) -> Int {
    try builder.add(.concatenate, to: inputs)
  }

  mutating func slice(_ input: Int, _ range: Range<Int>) throws(GraphError) -> Int {
    try builder.add(.slice(ChannelSlice(range: range)), to: input)
  }

  mutating func shuffle(_ input: Int, groups: Int) throws(GraphError) -> Int {
    try builder.add(.shuffle(groups: groups), to: input)
  }

  mutating func upsample(_ input: Int) throws(GraphError) -> Int {
    try builder.add(.upsample(Upsample(factor: Spatial(2))), to: input)
  }

  mutating func flatten(_ input: Int) throws(GraphError) -> Int {
    let shape = builder.shape(of: input)
    return try builder.add(
      .reshape(Shape(channels: shape.elements, height: 1, width: 1)), to: input)
  }

  /// A scale and a shift per channel.
  mutating func scaled(_ input: Int) throws(GraphError) -> Int {
    try builder.add(.affine(Affine(isTrained: true)), to: input)
  }

  /// One pass over the elements by an operation that has no meaning here, such as local response
  /// normalisation.
  mutating func pass(_ input: Int, _ name: String) throws(GraphError) -> Int {
    try builder.add(.unsupported(name: name), to: input)
  }

  mutating func softmax(_ input: Int) throws(GraphError) -> Int {
    try builder.add(.softmax, to: input)
  }
}

extension NetworkSketch {
  /// Global pooling, a linear layer and softmax: how classifiers end.
  mutating func classify(_ input: Int, classes: Int = 1000) throws(GraphError) -> Network {
    let pooled = try globalAverage(input)
    let scores = try linear(pooled, classes)
    _ = try softmax(scores)
    return try build()
  }

  /// Squeeze and excitation (Hu et al., 2018): scales each channel by what a small network of two
  /// products says.
  mutating func squeezeExcite(
    _ input: Int, _ squeezed: Int, inner: ActivationFunction = .relu,
    gate: ActivationFunction = .hardSigmoid
  ) throws(GraphError) -> Int {
    let channels = channels(of: input)
    let pooled = try globalAverage(input)
    let reduced = try convolution(pooled, squeezed, activation: inner)
    let scale = try convolution(reduced, channels, activation: gate)
    return try product([input, scale])
  }

  /// An inverted residual (Sandler et al., 2018): expand, filter each channel, project.
  mutating func inverted(
    _ input: Int, expanded: Int, output: Int, kernel: Int = 3, stride: Int = 1,
    expandsAlways: Bool = false, hasShortcut: Bool = true, squeezed: Int? = nil,
    squeezeInner: ActivationFunction = .relu, gate: ActivationFunction = .hardSigmoid
  ) throws(GraphError) -> Int {
    let widens = expandsAlways || expanded != channels(of: input)
    let wide = !widens ? input : try convolution(input, expanded)
    var filtered = try depthwise(wide, kernel: kernel, stride: stride)
    if let squeezed {
      filtered = try squeezeExcite(filtered, squeezed, inner: squeezeInner, gate: gate)
    }
    let projected = try convolution(filtered, output, activation: .linear)
    guard stride == 1, hasShortcut, output == channels(of: input) else { return projected }
    return try sum([input, projected])
  }
}
