/// One kernel of a layer: what it asks of a GPU, before any tile is chosen.
struct GPUKernel: Hashable, Sendable {
  /// A product of `count` pairs of matrices: `pixels` × `depth` by `depth` × `filters`.
  struct Product: Hashable, Sendable {
    var count = 1
    let pixels: Int
    let filters: Int
    let depth: Int
  }

  let kind: KernelKind
  var product: Product?
  /// Results that threads compute one by one where there is no product, and the operations that each
  /// takes.
  var results = 0
  var depth = 1
  /// Multiply-accumulates that the layer is defined by.
  var macs = 0
  var weightBytes = 0
  var inputBytes = 0
  var outputBytes = 0
  /// The input as it lies in memory, which blocks of other filters read again.
  var inputFootprint = 0
  /// The rows and columns of outputs that a Winograd tile gives.
  var winogradSide: Int?
  /// Whether kernels of their own transform its operands and its results.
  var isTransformedApart = false
  /// How often it is called: not at all where it is part of the kernel before it.
  var launches = 1

  init(kind: KernelKind) { self.kind = kind }
}

/// The kernels that compute a layer, one after another.
struct KernelSequence: Hashable, Sendable {
  var kernels: [GPUKernel]
  /// The kernel that computes what the layer is defined by; others prepare, transform or finish.
  let main: Int
  /// An input whose elements are results of the kernel that this one is part of.
  var heldInput: Int?

  init(_ kernels: [GPUKernel], heldInput: Int? = nil) {
    self.kernels = kernels
    self.heldInput = heldInput
    main = kernels.firstIndex { $0.macs > 0 } ?? 0
  }
}
