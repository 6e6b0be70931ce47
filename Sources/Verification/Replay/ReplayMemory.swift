import LayerGraph
import ReferenceKernels

/// A memory of the device, in elements.
///
/// It owns its elements by hand, because a task reads one place of a memory while it writes another.
final class ReplayMemory<Element> {
  private let elements: UnsafeMutableBufferPointer<Element>

  init(count: Int, repeating value: Element) {
    elements = .allocate(capacity: count)
    elements.initialize(repeating: value)
  }

  deinit {
    elements.deinitialize()
    elements.deallocate()
  }

  var count: Int { elements.count }

  /// A box of a feature map that lies in this memory.
  ///
  /// - Parameters:
  ///   - layout: where the box lies and how far its rows and channels are apart.
  /// - Throws: `KernelError.buffer` if it reaches past the memory's end.
  func view(_ layout: ReplayLayout) throws(KernelError) -> MapView<Element> {
    try MapView(
      UnsafeBufferPointer(tail(from: layout.first)), region: layout.region,
      channelStride: layout.channelStride, rowStride: layout.rowStride)
  }

  func mutableView(_ layout: ReplayLayout) throws(KernelError) -> MutableMapView<Element> {
    try MutableMapView(
      tail(from: layout.first), region: layout.region, channelStride: layout.channelStride,
      rowStride: layout.rowStride)
  }

  func weights(
    from first: Int, filters: Int, depth: Int
  ) throws(KernelError) -> WeightView<Element> {
    try WeightView(UnsafeBufferPointer(tail(from: first)), filters: filters, depth: depth)
  }

  private func tail(from first: Int) -> UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(rebasing: elements[min(max(0, first), elements.count)...])
  }

  /// Neighbouring elements.
  func row(from first: Int, count: Int) -> UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(rebasing: elements[first..<first + count])
  }

  subscript(index: Int) -> Element {
    get { elements[index] }
    set { elements[index] = newValue }
  }

  /// Calls `body` with the index of the first element of each stretch of neighbours in a box.
  func forEachRow(
    _ layout: ReplayLayout, _ body: (_ channel: Int, _ row: Int, _ first: Int) -> Void
  ) {
    for (channelIndex, channel) in layout.region.channels.enumerated() {
      for (rowIndex, row) in layout.region.rows.enumerated() {
        body(
          channel, row,
          layout.first + channelIndex * layout.channelStride + rowIndex * layout.rowStride)
      }
    }
  }

  func fill(_ layout: ReplayLayout, with value: Element) {
    let width = layout.region.columns.count
    forEachRow(layout) { _, _, first in row(from: first, count: width).update(repeating: value) }
  }

  /// Copies a box from another memory, or from another place of this one.
  func copy(_ source: ReplayLayout, of memory: ReplayMemory, to target: ReplayLayout) {
    let width = source.region.columns.count
    for channel in 0..<source.region.channels.count {
      for line in 0..<source.region.rows.count {
        let from = source.first + channel * source.channelStride + line * source.rowStride
        let to = target.first + channel * target.channelStride + line * target.rowStride
        _ = row(from: to, count: width)
          .update(fromContentsOf: memory.row(from: from, count: width))
      }
    }
  }
}

/// Where a box of a feature map lies in a memory, in elements.
struct ReplayLayout {
  let region: Region
  let first: Int
  let channelStride: Int
  let rowStride: Int

  /// A box stored without gaps, as tiles are.
  init(packed region: Region, at first: Int) {
    self.region = region
    self.first = first
    channelStride = region.rows.count * region.columns.count
    rowStride = region.columns.count
  }

  /// A box of a tensor that starts at `base`.
  init(_ region: Region, of shape: Shape, at base: Int) {
    self.region = region
    channelStride = shape.area
    rowStride = shape.width
    first =
      base + region.channels.lowerBound * shape.area
      + region.rows.lowerBound * shape.width + region.columns.lowerBound
  }
}
