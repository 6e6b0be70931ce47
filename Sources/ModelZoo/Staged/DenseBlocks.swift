import LayerGraph

/// A run of layers that each append channels to what they read (Huang et al., 2017).
public struct DenseBlocks: Hashable, Sendable {
  /// The convolutions of one layer.
  public enum Kind: Hashable, Sendable {
    /// DenseNet: 1×1, 3×3, each after normalisation and rectification.
    case preActivated
    /// DenseNet in darknet: 1×1, 3×3, each followed by normalisation and activation.
    case postActivated
    /// PeleeNet: 1×1, 3×3 beside 1×1, 3×3, 3×3, each giving half the growth.
    case twoWay
    /// As two-way, but layer j reads the outputs of layers j − 1, j − 2, j − 4, j − 8… only
    /// (SparseNet; Zhu et al., 2018).
    case sparseTwoWay
  }

  public var kind: Kind
  /// Channels that each layer adds.
  public var growth: Int
  /// Channels of a layer's 1×1 convolution.
  public var inner: Int
  public var repeats: Int

  public init(kind: Kind, growth: Int, inner: Int, repeats: Int) {
    self.kind = kind
    self.growth = growth
    self.inner = inner
    self.repeats = repeats
  }
}

extension StageBody {
  /// Whether normalisation and activation stand before each convolution instead of after it.
  var isPreActivated: Bool {
    if case .dense(let blocks) = self { return blocks.kind == .preActivated }
    return false
  }
}

extension Assembly {
  mutating func add(_ blocks: DenseBlocks, to input: Int) throws(ZooError) -> Int {
    switch blocks.kind {
    case .preActivated: return try preActivated(blocks, on: input)
    case .postActivated: return try postActivated(blocks, on: input)
    case .twoWay: return try twoWay(blocks, on: input)
    case .sparseTwoWay: return try sparseTwoWay(blocks, on: input)
    }
  }

  private mutating func preActivated(
    _ blocks: DenseBlocks, on input: Int
  ) throws(ZooError) -> Int {
    var current = input
    for index in 0..<max(blocks.repeats, 0) {
      enter(block: "block \(index + 1)")
      let activated = try normalised(current)
      let reduced = try convolution(activated, blocks.inner)
      let grown = try plainConvolution(reduced, blocks.growth, kernel: 3)
      current = try concatenation([current, grown])
    }
    return current
  }

  private mutating func postActivated(
    _ blocks: DenseBlocks, on input: Int
  ) throws(ZooError) -> Int {
    var current = input
    for index in 0..<max(blocks.repeats, 0) {
      enter(block: "block \(index + 1)")
      let reduced = try convolution(current, blocks.inner)
      let grown = try convolution(reduced, blocks.growth, kernel: 3)
      current = try concatenation([current, grown])
    }
    return current
  }

  private mutating func twoWay(_ blocks: DenseBlocks, on input: Int) throws(ZooError) -> Int {
    var current = input
    for index in 0..<max(blocks.repeats, 0) {
      enter(block: "block \(index + 1)")
      let ways = try ways(blocks, on: current)
      current = try concatenation([current] + ways)
    }
    return current
  }

  private mutating func sparseTwoWay(
    _ blocks: DenseBlocks, on input: Int
  ) throws(ZooError) -> Int {
    var outputs = [input]
    for index in 0..<max(blocks.repeats, 0) {
      enter(block: "block \(index + 1)")
      var read: [Int] = []
      var distance = 1
      while distance <= outputs.count {
        read.append(outputs[outputs.count - distance])
        distance *= 2
      }
      let gathered = read.count == 1 ? read[0] : try concatenation(read)
      outputs.append(try concatenation(try ways(blocks, on: gathered), role: "output"))
    }
    enter(block: "")
    return try concatenation(outputs)
  }

  /// The narrow way, then the wide one.
  private mutating func ways(_ blocks: DenseBlocks, on input: Int) throws(ZooError) -> [Int] {
    let half = blocks.growth / 2
    var wide = try convolution(input, blocks.inner)
    wide = try convolution(wide, half, kernel: 3)
    wide = try convolution(wide, half, kernel: 3)
    let narrow = try convolution(input, blocks.inner)
    return [try convolution(narrow, half, kernel: 3), wide]
  }

  /// A batch normalisation that no convolution can take in, and the network's activation.
  mutating func normalised(_ input: Int) throws(ZooError) -> Int {
    try add(
      .affine(Affine(isTrained: true)), to: [input], role: "norm", activation: activation)
  }

  /// A convolution that neither normalisation nor activation follows.
  mutating func plainConvolution(
    _ input: Int, _ filters: Int, kernel: Int = 1, stride: Int = 1,
    role: String = Assembly.numberedRole
  ) throws(ZooError) -> Int {
    let convolution = Convolution(
      filters: filters, window: Window(kernel, stride: stride), isNormalised: false)
    return try add(.convolution(convolution), to: [input], role: role)
  }
}
