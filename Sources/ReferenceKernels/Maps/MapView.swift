/// A region of a feature map, wherever in memory its elements lie.
///
/// Columns are neighbours; rows and channels are `rowStride` and `channelStride` elements apart. A
/// view borrows its memory: it is valid as long as the buffer it was made on.
public struct MapView<Element> {
  let base: UnsafePointer<Element>
  public let region: Region
  public let channelStride: Int
  public let rowStride: Int

  /// A view of `region` at the start of `buffer`.
  ///
  /// - Throws: `KernelError.buffer` if the region's last element lies past the buffer's end.
  public init(
    _ buffer: UnsafeBufferPointer<Element>, region: Region, channelStride: Int, rowStride: Int
  ) throws(KernelError) {
    self.base = try checkedBase(
      buffer, region: region, channelStride: channelStride, rowStride: rowStride)
    self.region = region
    self.channelStride = channelStride
    self.rowStride = rowStride
  }

  /// A view of `region` stored without gaps.
  public init(_ buffer: UnsafeBufferPointer<Element>, region: Region) throws(KernelError) {
    try self.init(
      buffer, region: region, channelStride: region.rows.count * region.columns.count,
      rowStride: region.columns.count)
  }

  init(base: UnsafePointer<Element>, region: Region, channelStride: Int, rowStride: Int) {
    self.base = base
    self.region = region
    self.channelStride = channelStride
    self.rowStride = rowStride
  }

  /// The view's part in one channel.
  func channel(_ channel: Int) -> MapView {
    MapView(
      base: pointer(channel, region.rows.lowerBound, region.columns.lowerBound),
      region: Region(
        channels: channel..<channel + 1, rows: region.rows, columns: region.columns),
      channelStride: channelStride, rowStride: rowStride)
  }

  /// Just after the view's last element.
  var end: UnsafePointer<Element> {
    region.isEmpty
      ? base
      : pointer(
        region.channels.upperBound - 1, region.rows.upperBound - 1, region.columns.upperBound - 1)
        + 1
  }

  func pointer(_ channel: Int, _ row: Int, _ column: Int) -> UnsafePointer<Element> {
    base
      + ((channel - region.channels.lowerBound) * channelStride
        + (row - region.rows.lowerBound) * rowStride + column - region.columns.lowerBound)
  }
}

/// A region of a feature map to write; see `MapView`.
public struct MutableMapView<Element> {
  let base: UnsafeMutablePointer<Element>
  public let region: Region
  public let channelStride: Int
  public let rowStride: Int

  /// A view of `region` at the start of `buffer`.
  ///
  /// - Throws: `KernelError.buffer` if the region's last element lies past the buffer's end.
  public init(
    _ buffer: UnsafeMutableBufferPointer<Element>, region: Region, channelStride: Int,
    rowStride: Int
  ) throws(KernelError) {
    let base = try checkedBase(
      UnsafeBufferPointer(buffer), region: region, channelStride: channelStride,
      rowStride: rowStride)
    self.base = UnsafeMutablePointer(mutating: base)
    self.region = region
    self.channelStride = channelStride
    self.rowStride = rowStride
  }

  /// A view of `region` stored without gaps.
  public init(_ buffer: UnsafeMutableBufferPointer<Element>, region: Region) throws(KernelError) {
    try self.init(
      buffer, region: region, channelStride: region.rows.count * region.columns.count,
      rowStride: region.columns.count)
  }

  func pointer(_ channel: Int, _ row: Int, _ column: Int) -> UnsafeMutablePointer<Element> {
    base
      + ((channel - region.channels.lowerBound) * channelStride
        + (row - region.rows.lowerBound) * rowStride + column - region.columns.lowerBound)
  }

  /// Calls `body` with each stretch of elements that are neighbours in memory.
  func forEachRun(_ body: (UnsafeMutablePointer<Element>, Int) -> Void) {
    let (area, width) = (region.rows.count * region.columns.count, region.columns.count)
    if rowStride == width, channelStride == area {
      return body(base, region.elements)
    }
    for channel in region.channels {
      for row in region.rows { body(pointer(channel, row, region.columns.lowerBound), width) }
    }
  }
}

private func checkedBase<Element>(
  _ buffer: UnsafeBufferPointer<Element>, region: Region, channelStride: Int, rowStride: Int
) throws(KernelError) -> UnsafePointer<Element> {
  let needed =
    region.isEmpty
    ? 0
    : (region.channels.count - 1) * channelStride + (region.rows.count - 1) * rowStride
      + region.columns.count
  guard let base = buffer.baseAddress, channelStride >= 0, rowStride >= 0, needed <= buffer.count
  else { throw .buffer(region: region, needed: needed, available: buffer.count) }
  return UnsafePointer(base)
}

extension FeatureMap {
  /// Calls `body` with a view of the whole map.
  func withView<Result>(_ body: (MapView<Element>) throws(KernelError) -> Result)
    throws(KernelError) -> Result
  {
    try values.span.withUnsafeBufferPointer { buffer throws(KernelError) in
      try body(MapView(buffer, region: Region(shape)))
    }
  }

  /// Calls `body` with a view of the whole map, to write.
  mutating func withMutableView<Result>(
    _ body: (MutableMapView<Element>) throws(KernelError) -> Result
  ) throws(KernelError) -> Result {
    let region = Region(shape)
    var span = values.mutableSpan
    return try span.withUnsafeMutableBufferPointer { buffer throws(KernelError) in
      try body(MutableMapView(buffer, region: region))
    }
  }
}
