import CRegisterTile
import LayerGraph

/// Convolutions that are no matrix product.
extension FastConvolution {
  /// Computes a depthwise layer's output, as far as that needs no layout.
  ///
  /// - Returns: the filters done.
  func runDepthwise<Value: PlaneElement>(
    weights: [Float], input: MapView<Value>, sink: TileSink, threads: Int
  ) -> Range<Int> {
    guard case .output(let output, let bias) = sink, let input = input as? MapView<Float>,
      let layer = DepthwiseConvolution(self, input: input, output: output)
    else { return 0..<0 }
    layer.run(weights: weights, bias: bias, threads: threads)
    return layer.channels
  }

  /// The planes of one filter's channels stay in the L1 cache while it is computed.
  ///
  /// - Parameter parts: of the filters, each a group of one.
  func runWindowSums<Value: PlaneElement>(
    parts: Range<Int>, input: MapView<Value>, sink: TileSink, threads: Int
  ) {
    guard !parts.isEmpty else { return }
    let offsets = offsets(tapOffsets: geometry.offsets, channelStride: geometry.channelSize)
    let size = parts.count.dividedUp(by: max(threads, 1))
    let shares = parts.count.dividedUp(by: size)
    withRows { weights in
      offsets.withUnsafeBufferPointer { offsets in
        guard let offsets = offsets.baseAddress else { return }
        forEachIndex(below: shares, threads: threads) {
          let first = parts.lowerBound + $0 * size
          let share = first..<min(first + size, parts.upperBound)
          runWindowSums(
            parts: share, input: input, weights: weights, offsets: offsets, sink: sink)
        }
      }
    }
  }

  /// Small maps go through each step together: reading what was just written with other
  /// boundaries between registers would stall.
  private func runWindowSums<Value: PlaneElement>(
    parts: Range<Int>, input: MapView<Value>, weights: UnsafePointer<Float>,
    offsets: UnsafePointer<Int>, sink: TileSink
  ) {
    guard let first = filters.parts.first else { return }
    let channelCount = channels(of: first.group).count
    let size = channelCount * geometry.channelSize
    let positions = geometry.positions(rows: geometry.rows.count)
    let sumPitch = positions + Int(register_kernels_slack)
    let batch = min(max((1 << 13) / (size + sumPitch), 1), parts.count)
    let planes = Workspace<Float>(count: batch * size)
    let sums = Workspace<Float>(count: batch * sumPitch)
    let phases = geometry.phases
    let block = Value.exactDepth ?? depth.count
    for start in stride(from: parts.lowerBound, to: parts.upperBound, by: batch) {
      let members = start..<min(start + batch, parts.upperBound)
      for index in members {
        let channel = channels(of: filters.parts[index].group).lowerBound
        let target = planes.base + (index - start) * size
        for plane in 0..<channelCount {
          geometry.lay(
            phases, channel: channel + plane, of: input, outside: 0,
            to: target + plane * geometry.channelSize, set: set)
        }
      }
      for first in stride(from: 0, to: depth.count, by: block) {
        let count = min(block, depth.count - first)
        for index in members {
          set.kernels.window_sum(
            sums.base + (index - start) * sumPitch, planes.base + (index - start) * size,
            offsets + first, weights + (index * depth.count + first), count, positions)
        }
        for index in members {
          sink.take(
            filter: filters.parts[index].filters.lowerBound, rows: geometry.rows,
            columns: geometry.columns, from: sums.base + (index - start) * sumPitch,
            pitch: geometry.pitch, set: set)
        }
      }
    }
  }

  /// One output a filter: a row of weights times the window's elements, read once each.
  func runDotProducts<Value: PlaneElement>(input: MapView<Value>, sink: TileSink, threads: Int) {
    let block = Value.exactDepth ?? depth.count
    let firstFilter = filters.parts.first?.filters.lowerBound ?? 0
    withRows { weights in
      for part in filters.parts {
        let window = gathered(input, group: part.group)
        let base = window.base
        forEachIndex(below: part.filters.count, threads: threads) {
          let filter = part.filters.lowerBound + $0
          let row = weights + (filter - firstFilter) * depth.count
          for first in stride(from: 0, to: depth.count, by: block) {
            var sum = set.kernels.dot(row + first, base + first, min(block, depth.count - first))
            sink.take(
              filter: filter, rows: geometry.rows, columns: geometry.columns, from: &sum, pitch: 1,
              set: set)
          }
        }
      }
    }
  }

  /// The elements that the tile's only window meets, zero outside the map, in the order of weights.
  private func gathered<Value: PlaneElement>(
    _ input: MapView<Value>, group: Int
  ) -> Workspace<Float> {
    let window = geometry.window
    let elements = Workspace<Float>(count: depth.count)
    let top = geometry.rows.lowerBound * window.stride.height - window.padding.top
    let left = geometry.columns.lowerBound * window.stride.width - window.padding.left
    let firstChannel = group * (geometry.input.channels / convolution.groups)
    let (rows, columns) = (geometry.inputRows, geometry.inputColumns)
    for index in depth {
      let (channel, tap) = index.quotientAndRemainder(dividingBy: window.kernel.area)
      let row = top + tap / window.kernel.width * window.dilation.height
      let column = left + tap % window.kernel.width * window.dilation.width
      let isInside = rows.contains(row) && columns.contains(column)
      elements.base[index - depth.lowerBound] =
        isInside ? input.pointer(firstChannel + channel, row, column).pointee.asFloat : 0
    }
    return elements
  }

  private func withRows(_ body: (UnsafePointer<Float>) -> Void) {
    guard case .rows(let rows) = filters.form else { return }
    rows.withUnsafeBufferPointer {
      if let base = $0.baseAddress { body(base) }
    }
  }
}
