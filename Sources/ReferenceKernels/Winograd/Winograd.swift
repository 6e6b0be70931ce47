import LayerGraph

/// A 3×3 convolution of stride 1 by Winograd's minimal filtering, F(m×m, 3×3).
///
/// Inputs and filters are transformed tile by tile and pair by pair, into (m + 2)² points each; at
/// each point the transformed inputs and filters are multiplied as matrices; and the products are
/// transformed back, into m² outputs a tile. In INT8 the sums are exact. In FP32 they are further
/// from the direct sums than another order of summation would be, by the size of the coefficients.
///
/// Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016.
public struct Winograd: Hashable, Sendable {
  /// A box of the result: filters, and tiles by row and column.
  public struct Box: Hashable, Sendable {
    public let filters: Range<Int>
    public let rows: Range<Int>
    public let columns: Range<Int>

    public init(filters: Range<Int>, rows: Range<Int>, columns: Range<Int>) {
      self.filters = filters
      self.rows = rows
      self.columns = columns
    }

    var tiles: Int { rows.count * columns.count }
  }

  /// Rows and columns of outputs of a tile.
  public let side: Int
  public let filters: Int
  let input: Shape
  let padding: Padding
  let transform: WinogradTransform
  private let output: Shape

  /// - Parameter side: 2, 4 or 6.
  /// - Throws: `KernelError.meaningless` for a convolution that it isn't for.
  public init(_ convolution: Convolution, input: Shape, output: Shape, side: Int)
    throws(KernelError)
  {
    let window = convolution.window
    guard window.kernel == Spatial(3), window.stride == Spatial(1), window.dilation == Spatial(1),
      convolution.groups == 1, let transform = WinogradTransform(side: side)
    else {
      throw .meaningless(
        layer: "\(convolution)", operation: "Winograd convolution with tiles of \(side)")
    }
    self.side = side
    self.transform = transform
    self.input = input
    self.output = output
    filters = convolution.filters
    padding = window.padding
  }

  /// Products of a tile for a pair of channels.
  public var points: Int { reach * reach }

  /// Rows and columns of inputs of a tile.
  var reach: Int { side + 2 }

  var tileRows: Int { output.height.dividedUp(by: side) }
  var tileColumns: Int { output.width.dividedUp(by: side) }

  /// How many times as large as a direct sum's the rounding of an output is, about: products of
  /// random errors reach it by the coefficients of a row of Aᵀ, whose squares add up.
  public static func roundingGain(side: Int) -> Float {
    guard let outputs = WinogradTransform(side: side)?.outputs else { return 1 }
    let squares = (0..<outputs.rows).map { row in
      outputs.numerators[row * outputs.columns..<(row + 1) * outputs.columns]
        .reduce(Float(0)) { $0 + Float($1 * $1) }
    }
    return (squares.max() ?? 1).squareRoot() / Float(outputs.denominator)
  }

  /// Elements of a map's transformed inputs.
  public var inputPoints: Int { points * input.channels * tileRows * tileColumns }

  /// Elements of the products of a box.
  public func productPoints(of box: Box) -> Int { points * box.filters.count * box.tiles }

  /// The tiles that a region of the output touches.
  public func box(of region: Region) -> Box {
    func tiles(_ range: Range<Int>) -> Range<Int> {
      range.lowerBound / side..<range.upperBound.dividedUp(by: side)
    }
    return Box(filters: region.channels, rows: tiles(region.rows), columns: tiles(region.columns))
  }

  /// The outputs of a box; tiles may reach past the edge.
  func outputs(of box: Box) -> Region {
    Region(
      channels: box.filters, rows: outputs(box.rows, of: output.height),
      columns: outputs(box.columns, of: output.width))
  }

  private func outputs(_ tiles: Range<Int>, of extent: Int) -> Range<Int> {
    tiles.lowerBound * side..<min(extent, tiles.upperBound * side)
  }
}

extension Winograd {
  /// Transformed filters: by point, filter and channel.
  ///
  /// - Parameter weights: nine for each filter and channel, in this order.
  public func transformedFilters(_ weights: [Float]) -> [Float] { pointsOfFilters(weights) }

  public func transformedFilters(_ weights: [Int8]) -> [Int64] { pointsOfFilters(weights) }

  /// Transformed inputs of one map: by point, channel and tile.
  ///
  /// - Throws: `KernelError.outside` unless the view is of the whole map.
  public func transformedInputs(_ map: MapView<Float>) throws(KernelError) -> [Float] {
    try pointsOfInputs(map)
  }

  public func transformedInputs(_ map: MapView<Int8>) throws(KernelError) -> [Int64] {
    try pointsOfInputs(map)
  }

  /// The sums of a box, without bias.
  ///
  /// - Throws: `KernelError.outside` if `sums` doesn't cover the box's outputs.
  public func sums(
    of box: Box, filters: UnsafeBufferPointer<Float>, inputs: [Float],
    into sums: MutableMapView<Float>
  ) throws(KernelError) {
    try addUp(box, filters: filters, inputs: inputs, into: sums)
  }

  public func sums(
    of box: Box, filters: UnsafeBufferPointer<Int64>, inputs: [Int64],
    into sums: MutableMapView<Int32>
  ) throws(KernelError) {
    try addUp(box, filters: filters, inputs: inputs, into: sums)
  }
}
