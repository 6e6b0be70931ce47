import LayerGraph

/// A network that can be asked for by name.
public struct CatalogueEntry: Sendable {
  /// What the command line takes, such as "cspdarknet53".
  public let name: String
  /// What charts print, such as "CSPDarknet-53".
  public let title: String
  /// What the network is and, where its wiring isn't published, what was inferred.
  public let summary: String
  public let source: String
  /// The image size of its published figures.
  public let input: Spatial
  /// By what the input's height and width are divided on the way.
  public let stride: Int
  /// Whether height and width must be multiples of `stride`.
  public let needsMultiple: Bool
  public let accepts: [NetworkOption]
  public let published: [PublishedFigure]
  private let make: @Sendable (NetworkSpecification) throws(ZooError) -> Network

  init(
    name: String, title: String, summary: String, source: String, input: Int, stride: Int = 32,
    needsMultiple: Bool = false, accepts: [NetworkOption] = [], published: [PublishedFigure] = [],
    make: @escaping @Sendable (NetworkSpecification) throws(ZooError) -> Network
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.source = source
    self.input = Spatial(input)
    self.stride = stride
    self.needsMultiple = needsMultiple
    self.accepts = accepts
    self.published = published
    self.make = make
  }

  /// A network of stages without a split, which its name also gives with one: it takes the options of
  /// the cross-stage-partial transform beside its own.
  init(
    name: String, title: String, summary: String, source: String, input: Int, stride: Int = 32,
    accepts: [NetworkOption] = [], published: [PublishedFigure] = [],
    stages: @escaping @Sendable (NetworkOptions) -> StagedNetwork
  ) {
    self.init(
      name: name, title: title, summary: summary, source: source, input: input, stride: stride,
      accepts: [.splitRatio, .fusion, .split] + accepts, published: published
    ) { specification throws(ZooError) in
      try stages(specification.options).network(transformedAs: specification)
    }
  }

  /// The network as published, or as `options` change it.
  ///
  /// - Throws: `ZooError` if the network doesn't have an option or can't be made with its value.
  public func network(options: NetworkOptions = NetworkOptions()) throws(ZooError) -> Network {
    for option in options.chosen where !accepts.contains(option) {
      throw .optionNotAccepted(network: name, option: option, accepted: accepts)
    }
    try checkShares(options)
    let input = options.input ?? input
    guard input.height >= stride, input.width >= stride else {
      throw .inputTooSmall(network: name, input: input, minimum: stride)
    }
    if needsMultiple, input.height % stride != 0 || input.width % stride != 0 {
      throw .inputIndivisible(network: name, input: input, by: stride)
    }
    return try make(NetworkSpecification(name: name, input: input, options: options))
  }

  private func checkShares(_ options: NetworkOptions) throws(ZooError) {
    if let ratio = options.splitRatio, !(ratio > 0 && ratio < 1) {
      throw .shareOutOfRange(network: name, option: .splitRatio, value: ratio)
    }
    if let compression = options.compression, !(compression > 0 && compression <= 1) {
      throw .shareOutOfRange(network: name, option: .compression, value: compression)
    }
    if let growth = options.growthRate, !(2...Limits.extent).contains(growth) || growth % 2 != 0 {
      throw .growthRateOutOfRange(network: name, value: growth)
    }
  }
}

/// What a family needs to make one of its networks: checked options, with the input size filled in.
struct NetworkSpecification: Sendable {
  let name: String
  let input: Spatial
  let options: NetworkOptions
}
