import LayerGraph

/// A part of a convolution, as an accelerator computes it: some filters, over some rows and columns
/// of the output, summed over some of the inputs of each sum.
///
/// A tile adds its partial sums to what is there, so that running tiles that together cover the
/// layer once, in any order, from zeroed sums, gives the layer: to the bit in INT8, within the
/// rounding of the order of summation in FP32.
///
///     let tile = try ConvolutionTile(
///       convolution, input: shape, filters: 0..<16, channels: 0..<8, rows: 0..<4, columns: 0..<14)
///     try tile.accumulate(input: patch, weights: weights, into: sums)
public struct ConvolutionTile: Hashable, Sendable {
  public let convolution: Convolution
  /// The shape of the layer's whole input.
  public let input: Shape
  public let filters: Range<Int>
  /// Inputs of each sum, numbered (channel, kernel row, kernel column) within the filter's group.
  public let depth: Range<Int>
  public let rows: Range<Int>
  public let columns: Range<Int>

  /// - Throws: `KernelError.tile` for an empty range or one that isn't within the layer.
  public init(
    _ convolution: Convolution, input: Shape, filters: Range<Int>, depth: Range<Int>,
    rows: Range<Int>, columns: Range<Int>
  ) throws(KernelError) {
    let layer = Operation.convolution(convolution)
    guard let output = try? layer.outputShape(for: [input]) else {
      throw .tile(what: "window", range: 0..<convolution.window.span.height, extent: input.height)
    }
    try checkRange(filters, of: "filters", within: convolution.filters)
    try checkRange(
      depth, of: "inputs of a sum",
      within: input.channels / convolution.groups * convolution.window.kernel.area)
    try checkRange(rows, of: "rows", within: output.height)
    try checkRange(columns, of: "columns", within: output.width)
    self.convolution = convolution
    self.input = input
    self.filters = filters
    self.depth = depth
    self.rows = rows
    self.columns = columns
  }

  /// A tile whose sums are over whole channels.
  ///
  /// - Parameter channels: numbered within the filter's group.
  public init(
    _ convolution: Convolution, input: Shape, filters: Range<Int>, channels: Range<Int>,
    rows: Range<Int>, columns: Range<Int>
  ) throws(KernelError) {
    try checkRange(
      channels, of: "channels", within: input.channels / max(convolution.groups, 1))
    let area = convolution.window.kernel.area
    try self.init(
      convolution, input: input, filters: filters,
      depth: channels.lowerBound * area..<channels.upperBound * area, rows: rows,
      columns: columns)
  }

  /// The multiply-accumulates of the tile, those with the padding's zeros included.
  public var macs: Int { filters.count * depth.count * rows.count * columns.count }

  /// What the tile writes.
  public var outputRegion: Region { Region(channels: filters, rows: rows, columns: columns) }

  /// What the tile reads of the input, with the halo and without the padding.
  public var inputRegion: Region {
    let geometry = geometry
    let area = convolution.window.kernel.area
    let perGroup = input.channels / convolution.groups
    let groups = groups
    return Region(
      channels: groups.lowerBound * perGroup + depth.lowerBound / area..<(groups.upperBound - 1)
        * perGroup + depth.upperBound.dividedUp(by: area),
      rows: geometry.inputRows, columns: geometry.inputColumns)
  }
}

extension ConvolutionTile {
  /// Adds the tile's partial sums to `sums`.
  ///
  /// - Parameters:
  ///   - input: covers `inputRegion`.
  ///   - weights: a row of `depth.count` for each filter of the tile.
  ///   - sums: covers `outputRegion`.
  public func accumulate(
    input: MapView<Float>, weights: WeightView<Float>, into sums: MutableMapView<Float>,
    threads: Int = 1, set: InstructionSet = .best
  ) throws(KernelError) {
    try run(input: input, weights: weights, sums: sums.region, threads: threads, set: set) {
      .partial(sums)
    }
  }

  /// Adds the tile's partial sums to `sums`, exactly, modulo 2³².
  ///
  /// - Parameters:
  ///   - input: covers `inputRegion`.
  ///   - weights: a row of `depth.count` for each filter of the tile.
  ///   - sums: covers `outputRegion`.
  public func accumulate(
    input: MapView<Int8>, weights: WeightView<Int8>, into sums: MutableMapView<Int32>,
    threads: Int = 1, set: InstructionSet = .best
  ) throws(KernelError) {
    try run(input: input, weights: weights, sums: sums.region, threads: threads, set: set) {
      .exact(sums)
    }
  }

  private func run<Value: PlaneElement>(
    input: MapView<Value>, weights: WeightView<Value>, sums: Region, threads: Int,
    set: InstructionSet, sink: () -> TileSink
  ) throws(KernelError) {
    guard input.region.contains(inputRegion) else {
      throw .outside(what: "the tile's input", needed: inputRegion, available: input.region)
    }
    guard sums.contains(outputRegion) else {
      throw .outside(what: "the partial sums", needed: outputRegion, available: sums)
    }
    guard weights.filters == filters.count, weights.depth == depth.count else {
      throw .wrongCount(
        what: "weights", expected: filters.count * depth.count,
        given: weights.filters * weights.depth)
    }
    prepared(weights, set: set).run(input: input, sink: sink(), threads: threads)
  }

  /// The tile with its weights arranged for the kernels.
  func prepared<Value: PlaneElement>(
    _ weights: WeightView<Value>, set: InstructionSet
  ) -> FastConvolution {
    let perGroup = convolution.filters / convolution.groups
    let parts = groups.map { group in
      let own = filters.clamped(to: group * perGroup..<(group + 1) * perGroup)
      return PreparedFilters.Part(group: group, filters: own)
    }
    let prepared = PreparedFilters(
      weights, parts: parts, outputs: rows.count * columns.count, set: set)
    return running(prepared, set: set)
  }

  /// The tile with weights that were arranged before.
  func running(_ filters: PreparedFilters, set: InstructionSet) -> FastConvolution {
    FastConvolution(
      set: set, convolution: convolution, geometry: geometry, depth: depth, filters: filters)
  }

  /// The groups that the filters belong to.
  private var groups: Range<Int> {
    let perGroup = convolution.filters / convolution.groups
    return filters.lowerBound / perGroup..<filters.upperBound.dividedUp(by: perGroup)
  }

  private var geometry: WindowGeometry {
    WindowGeometry(window: convolution.window, input: input, rows: rows, columns: columns)
  }
}

private func checkRange(
  _ range: Range<Int>, of what: String, within extent: Int
) throws(KernelError) {
  guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= extent else {
    throw .tile(what: what, range: range, extent: extent)
  }
}
