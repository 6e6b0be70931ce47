import LayerGraph

/// Which operations a published count of BFLOPs includes.
public enum BFLOPsConvention: String, CaseIterable, Hashable, Sendable {
  /// Convolutions only.
  case convolution = "conv"
  /// Convolutions and the comparisons of max-pooling.
  case convolutionAndMaximum = "conv+max"
  /// Convolutions, max-pooling and the additions of shortcuts.
  case total
}

/// What a published figure measures.
public enum PublishedQuantity: Hashable, Sendable {
  /// Convolution and linear weights, in millions.
  case weights
  /// All trainable values, in millions.
  case parameters
  /// All values of the file that darknet stores, running means and variances included, in millions.
  case storedValues
  case bflops(BFLOPsConvention)
  /// Multiply-accumulates, in billions.
  case gigaMACs
  /// Convolutional input/output, in millions of elements.
  case convolutionalInputOutput
  /// ImageNet accuracy, in percent.
  case top1
  case top5
  /// COCO average precision, in percent.
  case averagePrecision
  /// COCO average precision at 50 % overlap, in percent.
  case averagePrecision50
}

extension PublishedQuantity: CustomStringConvertible {
  /// The heading of tables, with the unit.
  public var description: String {
    switch self {
    case .weights: "weights (M)"
    case .parameters: "parameters (M)"
    case .storedValues: "stored values (M)"
    case .bflops(let convention): "BFLOPs (\(convention.rawValue))"
    case .gigaMACs: "GMACs"
    case .convolutionalInputOutput: "CIO (M)"
    case .top1: "top-1 (%)"
    case .top5: "top-5 (%)"
    case .averagePrecision: "AP (%)"
    case .averagePrecision50: "AP50 (%)"
    }
  }
}

/// A number that the literature prints about a network.
public struct PublishedFigure: Hashable, Sendable {
  public let quantity: PublishedQuantity
  public let value: Double
  /// Digits printed after the decimal point: the figure is known to half a unit of the last.
  public let decimals: Int
  /// The version of the network that it is about.
  public let options: NetworkOptions
  public let source: String
  /// Why our count differs, where it does.
  public let explanation: String

  public init(
    _ quantity: PublishedQuantity, _ value: Double, decimals: Int,
    options: NetworkOptions = NetworkOptions(), source: String, explanation: String = ""
  ) {
    self.quantity = quantity
    self.value = value
    self.decimals = decimals
    self.options = options
    self.source = source
    self.explanation = explanation
  }
}
