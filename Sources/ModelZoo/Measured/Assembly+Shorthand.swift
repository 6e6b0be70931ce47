import LayerGraph

/// Shorthand for networks that are no run of stages of equal blocks. Their stages are resolutions.
extension Assembly {
  /// - Parameter isNormalised: whether convolutions are normalised; otherwise they have a bias.
  init(
    byResolution specification: NetworkSpecification, activation: ActivationFunction = .relu,
    isNormalised: Bool = true
  ) {
    self.init(specification, activation: activation)
    self.isNormalised = isNormalised
    let image = specification.input
    enter(stage: "stem")
    resolutions = ResolutionStages(
      input: Shape(channels: 3, height: image.height, width: image.width))
  }

  mutating func depthwise(
    _ input: Int, kernel: Int = 3, stride: Int = 1, activation: ActivationFunction? = nil
  ) throws(ZooError) -> Int {
    let channels = channels(of: input)
    return try convolution(
      input, channels, kernel: kernel, stride: stride, groups: channels, activation: activation)
  }

  mutating func linear(
    _ input: Int, _ outputs: Int, activation: ActivationFunction = .linear
  ) throws(ZooError) -> Int {
    try add(
      .linear(Linear(outputs: outputs)), to: [input], role: "linear", activation: activation)
  }

  mutating func pool(
    _ input: Int, _ kind: PoolingKind = .maximum, kernel: Int = 3, stride: Int = 2,
    padding: Int = 0, roundsUp: Bool = true
  ) throws(ZooError) -> Int {
    let window = Window(
      kernel: Spatial(kernel), stride: Spatial(stride), padding: Padding(padding),
      roundsUp: roundsUp)
    return try add(.pool(Pooling(kind: kind, window: window)), to: [input], role: "pool")
  }

  mutating func globalAverage(_ input: Int) throws(ZooError) -> Int {
    try add(.globalPool(.average), to: [input], role: "average")
  }

  mutating func product(_ inputs: [Int]) throws(ZooError) -> Int {
    try add(.multiply, to: inputs, role: "scale")
  }

  mutating func slice(_ input: Int, _ range: Range<Int>) throws(ZooError) -> Int {
    try add(.slice(ChannelSlice(range: range)), to: [input], role: "slice")
  }

  mutating func shuffle(_ input: Int, groups: Int) throws(ZooError) -> Int {
    try add(.shuffle(groups: groups), to: [input], role: "shuffle")
  }

  mutating func flatten(_ input: Int) throws(ZooError) -> Int {
    let flat = Shape(channels: shape(of: input).elements, height: 1, width: 1)
    return try add(.reshape(flat), to: [input], role: "flatten")
  }

  /// A scale and a shift per channel.
  mutating func scaled(_ input: Int) throws(ZooError) -> Int {
    try add(.affine(Affine(isTrained: true)), to: [input], role: "norm")
  }

  mutating func normaliseResponses(_ input: Int) throws(ZooError) -> Int {
    try add(.localResponseNormalisation, to: [input], role: "lrn")
  }

  /// One pass over the elements by an operation that has no meaning here.
  mutating func pass(_ input: Int, _ name: String) throws(ZooError) -> Int {
    try add(.unsupported(name: name), to: [input], role: name)
  }

  mutating func softmax(_ input: Int) throws(ZooError) -> Int {
    try add(.softmax, to: [input], role: "softmax")
  }
}

extension Assembly {
  /// Global pooling, a linear layer and softmax: how classifiers end.
  mutating func classify(_ input: Int, classes: Int = 1000) throws(ZooError) -> Network {
    let pooled = try globalAverage(input)
    let scores = try linear(pooled, classes)
    _ = try softmax(scores)
    return try build()
  }

  /// Squeeze and excitation (Hu et al., 2018): scales each channel by what a small network of two
  /// products says. Its single pixels belong to the stage that it is in.
  mutating func squeezeExcite(
    _ input: Int, _ squeezed: Int, inner: ActivationFunction = .relu,
    gate: ActivationFunction = .hardSigmoid
  ) throws(ZooError) -> Int {
    let stages = resolutions
    resolutions = nil
    let pooled = try globalAverage(input)
    let reduced = try prediction(pooled, squeezed, role: "squeeze", activation: inner)
    let scale = try prediction(reduced, channels(of: input), role: "excite", activation: gate)
    resolutions = stages
    return try product([input, scale])
  }

  /// An inverted residual (Sandler et al., 2018): expand, filter each channel, project.
  mutating func inverted(
    _ input: Int, expanded: Int, output: Int, kernel: Int = 3, stride: Int = 1,
    expandsAlways: Bool = false, hasShortcut: Bool = true, squeezed: Int? = nil,
    squeezeInner: ActivationFunction = .relu, gate: ActivationFunction = .hardSigmoid
  ) throws(ZooError) -> Int {
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
