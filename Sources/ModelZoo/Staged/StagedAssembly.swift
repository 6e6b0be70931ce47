import LayerGraph

/// What a stage offers to those after it.
struct StageOutput {
  /// The last map at the stage's own resolution.
  let beforePooling: Int
  /// What the next stage reads.
  let output: Int
}

extension StagedNetwork {
  /// The classifier, unrolled for one image size and batch.
  ///
  /// - Throws: `ZooError` if a split leaves no channels or the graph can't be made.
  public func network(
    named name: String, input: Spatial, batch: Int = 1
  ) throws(ZooError) -> Network {
    let options = NetworkOptions(input: input, batch: batch)
    return try network(NetworkSpecification(name: name, input: input, options: options))
  }

  func network(_ specification: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(specification, activation: activation)
    let features = try assemble(into: &assembly, input: specification.input)
    assembly.enter(stage: "head")
    guard let last = features.last else { throw .noStages(network: specification.name) }
    try assembly.add(classifier, to: last.output)
    return try assembly.build()
  }

  /// Everything but the head; one output a stage, the last after the closing convolution.
  func assemble(
    into assembly: inout Assembly, input: Spatial
  ) throws(ZooError) -> [StageOutput] {
    var current = try assembly.image(input)
    assembly.enter(stage: "stem")
    for step in stem { current = try assembly.add(step, to: current) }
    var outputs: [StageOutput] = []
    for (index, stage) in stages.enumerated() {
      assembly.enter(stage: "stage \(index + 1)")
      let output = try assembly.add(stage, number: index + 1, to: current)
      outputs.append(output)
      current = output.output
    }
    if let closing, let last = outputs.popLast() {
      assembly.enter(stage: "closing")
      let output = try assembly.add(closing, to: last.output)
      outputs.append(StageOutput(beforePooling: output, output: output))
    }
    return outputs
  }
}

extension Assembly {
  init(_ specification: NetworkSpecification, activation: ActivationFunction) {
    self.init(
      name: specification.name, batch: specification.options.batch, activation: activation)
  }

  fileprivate mutating func add(_ step: StemStep, to input: Int) throws(ZooError) -> Int {
    switch step {
    case .convolution(let filters, let kernel, let stride):
      return try convolution(input, filters, kernel: kernel, stride: stride)
    case .plainConvolution(let filters, let kernel, let stride):
      return try plainConvolution(input, filters, kernel: kernel, stride: stride)
    case .maximumPool(let size, let stride):
      return try maximumPool(input, size: size, stride: stride)
    case .centredMaximumPool:
      let pooling = Pooling(kind: .maximum, window: Window(3, stride: 2))
      return try add(.pool(pooling), to: [input], role: "pool")
    case .twoBranches(let filters, let convolvesPooled):
      var pooled = try maximumPool(input)
      if convolvesPooled { pooled = try convolution(pooled, filters) }
      let reduced = try convolution(input, filters / 2)
      let convolved = try convolution(reduced, filters, kernel: 3, stride: 2)
      return try concatenation([pooled, convolved])
    }
  }

  /// One stage, in the current band of names.
  mutating func add(
    _ stage: Stage, number: Int, to input: Int
  ) throws(ZooError) -> StageOutput {
    var current = input
    switch stage.downsampling {
    case .none, .firstBlock: break
    case .convolution(let filters, let groups):
      current = try convolution(
        input, filters ?? channels(of: input), kernel: 3, stride: 2, groups: groups, role: "down")
    case .maximumPool(let stride): current = try maximumPool(input, stride: stride)
    }
    if let partial = stage.partial {
      return try add(stage, partial: partial, number: number, to: current)
    }
    current = try blocks(of: stage, width: stage.width ?? 0, on: current)
    guard let transition = stage.transition else {
      return StageOutput(beforePooling: current, output: current)
    }
    current = try add(transition, of: stage.body, to: current)
    return try pooled(current, by: transition.pooling)
  }

  private mutating func add(
    _ stage: Stage, partial: PartialStage, number: Int, to input: Int
  ) throws(ZooError) -> StageOutput {
    let shares = try shares(of: partial, incoming: channels(of: input), stage: number)
    let (bypass, heavy) = try split(
      input, by: partial, shares, stride: stage.downsampling.firstBlockStride)
    var current = try blocks(of: stage, width: shares.blocks, on: heavy)
    if partial.fusion != .first {
      let transition = Transition(
        width: try firstTransition(of: partial, bypass: shares.bypass, stage: number))
      current = try add(transition, of: stage.body, to: current, role: "transition1")
    }
    let joined = try concatenation([current, bypass])
    guard let transition = partial.transition else {
      return StageOutput(beforePooling: joined, output: joined)
    }
    if partial.fusion == .last { return try pooled(joined, by: transition.pooling) }
    if partial.poolsFirst, transition.pooling != nil {
      let pooled = try pooled(joined, by: transition.pooling)
      current = try add(transition, of: stage.body, to: pooled.output, role: "transition2")
      return StageOutput(beforePooling: joined, output: current)
    }
    current = try add(transition, of: stage.body, to: joined, role: "transition2")
    return try pooled(current, by: transition.pooling)
  }

  /// With fusion last it is the only transition, so that a stage's width depends on it.
  private func firstTransition(
    of partial: PartialStage, bypass: Int, stage: Int
  ) throws(ZooError) -> ChannelRule {
    guard partial.fusion == .last, let output = partial.outputWidth else {
      return partial.firstTransition
    }
    guard output > bypass else {
      throw .wideBypass(
        network: name, stage: stage, ratio: partial.ratio, bypass: bypass, output: output)
    }
    return .fixed(output - bypass)
  }

  /// The stage's blocks, each under its own name, then none.
  private mutating func blocks(
    of stage: Stage, width: Int, on input: Int
  ) throws(ZooError) -> Int {
    let stride = stage.downsampling.firstBlockStride
    let output =
      switch stage.body {
      case .residual(let blocks): try add(blocks, to: input, width: width, stride: stride)
      case .dense(let blocks): try add(blocks, to: input)
      case .inverted(let blocks): try add(blocks, to: input, width: width, stride: stride)
      case .sequence(let steps): try add(steps, to: input)
      }
    enter(block: "")
    return output
  }

  private mutating func add(_ steps: [SequenceStep], to input: Int) throws(ZooError) -> Int {
    var current = input
    for step in steps { current = try convolution(current, step.filters, kernel: step.kernel) }
    return current
  }

  private mutating func add(
    _ transition: Transition, of body: StageBody, to input: Int, role: String = "transition"
  ) throws(ZooError) -> Int {
    var current = input
    if body.isPreActivated { current = try normalised(current) }
    let filters = transition.width.channels(of: channels(of: input))
    if body.isPreActivated { return try plainConvolution(current, filters, role: role) }
    return try convolution(current, filters, role: role)
  }

  private mutating func pooled(
    _ input: Int, by kind: PoolingKind?
  ) throws(ZooError) -> StageOutput {
    switch kind {
    case .none: return StageOutput(beforePooling: input, output: input)
    case .maximum: return StageOutput(beforePooling: input, output: try maximumPool(input))
    case .average:
      let window = Window(kernel: Spatial(2), stride: Spatial(2))
      let pooling = Pooling(kind: .average, window: window)
      return StageOutput(
        beforePooling: input, output: try add(.pool(pooling), to: [input], role: "pool"))
    }
  }

  fileprivate mutating func add(_ closing: Closing, to input: Int) throws(ZooError) -> Int {
    switch closing {
    case .convolution(let width):
      return try convolution(input, width.channels(of: channels(of: input)))
    case .normalisation: return try normalised(input)
    }
  }

  mutating func add(_ classifier: Classifier, to input: Int) throws(ZooError) {
    var current = input
    if classifier.order == .poolFirst {
      current = try add(.globalPool(.average), to: [current], role: "pool")
    }
    switch classifier.operation {
    case .convolution:
      current = try prediction(current, classifier.classes, role: "classifier")
    case .linear:
      let linear = Linear(outputs: classifier.classes)
      current = try add(.linear(linear), to: [current], role: "classifier")
    }
    if classifier.order == .poolLast {
      current = try add(.globalPool(.average), to: [current], role: "pool")
    }
    if classifier.hasSoftmax { _ = try add(.softmax, to: [current], role: "softmax") }
  }
}
