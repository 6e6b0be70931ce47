import LayerGraph

/// How a cross-stage-partial stage puts its two halves together again (CSPNet paper, figure 3).
public enum FusionMode: String, CaseIterable, Hashable, Sendable {
  /// No split: the plain network.
  case none
  /// A transition after the blocks and another after the concatenation.
  case csp
  /// Concatenation first, then one transition.
  case first
  /// One transition after the blocks, then concatenation.
  case last
}

/// How a stage's input is divided into the half that bypasses the blocks and the one that doesn't.
public enum SplitKind: String, CaseIterable, Hashable, Sendable {
  /// Two 1×1 convolutions that both read the whole input, as in the authors' networks.
  case convolutions
  /// Two ranges of channels, without arithmetic.
  case slice
}

/// What a user may choose about a network; `nil` means as published.
public struct NetworkOptions: Hashable, Sendable {
  /// Height and width of the image.
  public var input: Spatial?
  /// Images processed together.
  public var batch: Int
  /// γ: the share of a stage's channels that bypasses its blocks.
  public var splitRatio: Double?
  public var fusion: FusionMode?
  public var split: SplitKind?
  /// Channels that each layer of a dense block adds.
  public var growthRate: Int?
  /// The share of channels that a transition between dense blocks keeps.
  public var compression: Double?

  public init(
    input: Spatial? = nil, batch: Int = 1, splitRatio: Double? = nil, fusion: FusionMode? = nil,
    split: SplitKind? = nil, growthRate: Int? = nil, compression: Double? = nil
  ) {
    self.input = input
    self.batch = batch
    self.splitRatio = splitRatio
    self.fusion = fusion
    self.split = split
    self.growthRate = growthRate
    self.compression = compression
  }
}

/// An option that only some networks have.
public enum NetworkOption: String, CaseIterable, Hashable, Sendable {
  case splitRatio = "split-ratio"
  case fusion
  case split
  case growthRate = "growth-rate"
  case compression
}

extension NetworkOptions {
  /// The options that were given a value, in declaration order.
  var chosen: [NetworkOption] {
    NetworkOption.allCases.filter { option in
      switch option {
      case .splitRatio: splitRatio != nil
      case .fusion: fusion != nil
      case .split: split != nil
      case .growthRate: growthRate != nil
      case .compression: compression != nil
      }
    }
  }
}

extension NetworkOptions: CustomStringConvertible {
  /// What differs from the published network, such as "512×512, γ 0.25, fusion last"; empty if
  /// nothing does.
  public var description: String {
    var parts: [String] = []
    if let input { parts.append("\(input.height)×\(input.width)") }
    if batch != 1 { parts.append("batch \(batch)") }
    if let splitRatio { parts.append("γ \(splitRatio)") }
    if let fusion { parts.append("fusion \(fusion.rawValue)") }
    if let split { parts.append("split by \(split.rawValue)") }
    if let growthRate { parts.append("growth \(growthRate)") }
    if let compression { parts.append("compression \(compression)") }
    return parts.joined(separator: ", ")
  }
}
