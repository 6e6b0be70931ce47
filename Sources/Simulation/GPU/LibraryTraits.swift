import Hardware
import LayerGraph

/// What a library's kernels do with a network.
struct LibraryTraits: Sendable {
  /// A Winograd kernel: the side of its output tiles, and whether transforms and products are one
  /// kernel or three.
  struct WinogradForm: Hashable, Sendable {
    let side: Int
    let isFused: Bool
  }

  enum Concatenation: Hashable, Sendable {
    /// Inputs are written where they belong, unless two concatenations claim them.
    case none
    case oneKernel
    case kernelPerInput
  }

  var tiles = BlockTile.nvidia
  var winograd = [
    WinogradForm(side: 2, isFused: true), WinogradForm(side: 4, isFused: false),
  ]
  /// Whether 3×3 convolutions use Winograd even where another kernel is faster.
  var prefersWinograd = false
  /// Activations that are part of the convolution's kernel.
  var fused: Set<ActivationFunction.Family> = [.linear, .rectifier]
  /// Whether a residual branch is added by the kernel of the convolution before.
  var fusesSums = false
  /// Whether a batch normalisation is folded into its convolution's weights.
  var foldsNormalisation = true
  /// Passes over its output that add a convolution's bias.
  var biasPasses = 0
  var concatenation = Concatenation.oneKernel
  var copiesSlices = false
  /// Whether inputs are copied with their padding before they are convolved.
  var copiesPadding = false
  /// Whether separate activations work in 32 bit, converting from and to 16 bit.
  var activatesIn32Bit = false
}

extension LibraryTraits {
  init(_ library: GPULibrary) {
    switch library {
    case .tensorRT:
      fusesSums = true
      concatenation = .none
    case .tkDNN:
      activatesIn32Bit = true
      concatenation = .none
    case .cuDNN: break
    case .pyTorch:
      fused = [.linear]
      foldsNormalisation = false
    case .darknet:
      fused = [.linear]
      biasPasses = 1
      concatenation = .kernelPerInput
    case .ncnnVulkan: self = .ncnn
    case .tfliteGPU: self = .tfliteGPU
    case .openCL:
      self = .tfliteGPU
      fusesSums = false
      winograd = []
    }
  }

  private static var ncnn: LibraryTraits {
    var library = LibraryTraits()
    library.tiles = BlockTile.ncnn
    library.winograd = [WinogradForm(side: 4, isFused: false)]
    library.prefersWinograd = true
    library.fused = [.linear, .rectifier, .leaky, .clip, .sigmoid, .mish]
    library.concatenation = .kernelPerInput
    library.copiesSlices = true
    library.copiesPadding = true
    return library
  }

  private static var tfliteGPU: LibraryTraits {
    var library = LibraryTraits()
    library.tiles = BlockTile.openCL
    library.winograd = [WinogradForm(side: 4, isFused: false)]
    library.fused = Set(ActivationFunction.Family.allCases)
    library.fusesSums = true
    library.copiesSlices = true
    return library
  }
}

extension ActivationFunction {
  /// Activations that libraries treat alike.
  enum Family: Hashable, Sendable, CaseIterable {
    case linear, rectifier, leaky, clip, sigmoid, swish, mish, other
  }

  var family: Family {
    switch self {
    case .linear: .linear
    case .relu, .relu6: .rectifier
    case .leaky: .leaky
    case .clip: .clip
    case .sigmoid: .sigmoid
    case .swish, .hardSwish: .swish
    case .mish: .mish
    case .tanh, .hardSigmoid, .elu, .softplus, .gelu: .other
    }
  }
}
