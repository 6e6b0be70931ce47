import LayerGraph

/// A cross-stage-partial network in the vocabulary of `lucid.models.CSPNet`.
struct CSPSpecification {
  enum Block: Hashable {
    /// 1×1, 3×3 in groups, 1×1, added to its input; with one group and a base width of 64, ResNet's.
    case bottleneck(groups: Int, baseWidth: Int)
    /// 1×1 and 3×3 of the full width, added to their input.
    case darknet
  }

  struct Stage {
    let width: Int
    let blocks: Int
    let block: Block
    let downsamples: Bool
    let node: SpecificationPlace
  }

  var name: String
  var input: Spatial
  var inputChannels: Int
  var stemChannels: Int
  var stages: [Stage]
  var classes: Int
  /// The share of a stage's channels that takes the shortcut past its blocks.
  var splitRatio: Double
  var pooling: PoolingKind
  var hasDropout: Bool
  /// Channels of a last 1×1 convolution; none if equal to the last stage's width.
  var featureChannels: Int?
  /// The kernel of the convolution that opens each stage.
  var preKernelSize: Int
  let place: SpecificationPlace
}

/// A value's place in the document, for errors about what it means.
struct SpecificationPlace: Hashable {
  let file: String
  let path: String
  let line: Int

  func error(_ problem: String, _ remedy: String) -> ImportError {
    ImportError(
      file: file, location: .path(path, line: line), problem: problem, remedy: remedy)
  }

  func error(_ cause: GraphError) -> ImportError {
    error("\(cause)", "correct the widths, sizes or numbers given here")
  }
}
