import LayerGraph

/// The filters of one group that a tile computes, prepared for its kernel.
enum PreparedFilters: Sendable {
  case packed(PackedFilters)
  /// One filter: a sum over windows instead of a matrix product.
  case single([Float])

  init<Value: PlaneElement>(
    _ weights: UnsafePointer<Value>, filters: Int, depth: Int, stride: Int, set: InstructionSet
  ) {
    self =
      filters == 1
      ? .single((0..<depth).map { weights[$0].asFloat })
      : .packed(
        PackedFilters(weights, filters: filters, depth: depth, stride: stride, set: set))
  }
}

/// A part of a convolution, ready to run on any input: some filters, rows and columns, and a range
/// of the inputs that each sum is over.
struct FastConvolution {
  let set: InstructionSet
  let convolution: Convolution
  let geometry: WindowGeometry
  /// Inputs of the sum, numbered (channel, tap row, tap column) within the group.
  let depth: Range<Int>
  let filters: [GroupFilters]

  struct GroupFilters: Sendable {
    let group: Int
    let firstFilter: Int
    let prepared: PreparedFilters
  }

  func run<Value: PlaneElement>(input: MapView<Value>, sink: TileSink, threads: Int) {
    let single = filters.filter { if case .single = $0.prepared { true } else { false } }
    forEachIndex(below: single.count, threads: threads) {
      runSingle(single[$0], input: input, sink: sink)
    }
    if single.count < filters.count { runPacked(input: input, sink: sink, threads: threads) }
  }

  /// The channels of the input that a group's sums are over.
  func channels(of group: Int) -> Range<Int> {
    let area = convolution.window.kernel.area
    let first = group * (geometry.input.channels / convolution.groups)
    return first + depth.lowerBound / area..<first + depth.upperBound.dividedUp(by: area)
  }

  /// The offsets of the sum's inputs from a position in the plane of the first channel.
  private func offsets(tapOffsets: [Int], channelStride: Int) -> [Int] {
    let firstChannel = depth.lowerBound / tapOffsets.count
    return depth.map {
      ($0 / tapOffsets.count - firstChannel) * channelStride + tapOffsets[$0 % tapOffsets.count]
    }
  }
}

extension FastConvolution {
  /// One filter of a group: the planes of its channels stay in the cache while it is computed.
  private func runSingle<Value: PlaneElement>(
    _ part: GroupFilters, input: MapView<Value>, sink: TileSink
  ) {
    guard case .single(let weights) = part.prepared else { return }
    let channels = channels(of: part.group)
    let planes = Workspace<Float>(count: channels.count * geometry.channelSize)
    for (index, channel) in channels.enumerated() {
      geometry.lay(
        channel: channel, of: input, outside: 0,
        to: planes.base + index * geometry.channelSize)
    }
    let offsets = offsets(tapOffsets: geometry.offsets, channelStride: geometry.channelSize)
    let positions = geometry.positions(rows: geometry.rows.count)
    let sums = Workspace<Float>(count: positions)
    let block = Value.exactDepth ?? weights.count
    for first in stride(from: 0, to: weights.count, by: block) {
      let count = min(block, weights.count - first)
      offsets.withUnsafeBufferPointer { offsets in
        weights.withUnsafeBufferPointer { weights in
          guard let offsets = offsets.baseAddress, let weights = weights.baseAddress else { return }
          set.kernels.window_sum(
            sums.base, planes.base, offsets + first, weights + first, count, positions)
        }
      }
      sink.take(
        filter: part.firstFilter, rows: geometry.rows, columns: geometry.columns, from: sums.base,
        pitch: geometry.pitch, set: set)
    }
  }

  private func runPacked<Value: PlaneElement>(
    input: MapView<Value>, sink: TileSink, threads: Int
  ) {
    if let direct = input as? MapView<Float>, readsInPlace(direct) {
      let source = direct.pointer(
        direct.region.channels.lowerBound, geometry.inputRows.lowerBound,
        geometry.inputColumns.lowerBound)
      let (kernel, dilation) = (convolution.window.kernel, convolution.window.dilation)
      let taps = (0..<kernel.area).map {
        $0 / kernel.width * dilation.height * direct.rowStride + $0 % kernel.width * dilation.width
      }
      return runPacked(
        planes: source, firstChannel: direct.region.channels.lowerBound, pitch: direct.rowStride,
        channelStride: direct.channelStride, tapOffsets: taps, sink: sink, threads: threads)
    }
    guard let first = filters.first, let last = filters.last else { return }
    let channels =
      channels(of: first.group).lowerBound..<channels(of: last.group).upperBound
    let size = geometry.channelSize
    let planes = Workspace<Float>(count: channels.count * size)
    let base = planes.base
    forEachIndex(below: channels.count, threads: threads) {
      geometry.lay(
        channel: channels.lowerBound + $0, of: input, outside: 0, to: base + $0 * size)
    }
    runPacked(
      planes: base, firstChannel: channels.lowerBound, pitch: geometry.pitch, channelStride: size,
      tapOffsets: geometry.offsets, sink: sink, threads: threads)
  }

  /// Whether the input's own rows can serve as window planes: no stride, no padding met, and little
  /// between one row's end and the next one's start.
  private func readsInPlace(_ input: MapView<Float>) -> Bool {
    let window = convolution.window
    return window.stride == Spatial(1)
      && geometry.inputRows.count == geometry.rows.count + window.span.height - 1
      && geometry.inputColumns.count == geometry.columns.count + window.span.width - 1
      && input.rowStride <= geometry.columns.count + max(window.span.width, 8)
  }

  private func runPacked(
    planes: UnsafePointer<Float>, firstChannel: Int, pitch: Int, channelStride: Int,
    tapOffsets: [Int], sink: TileSink, threads: Int
  ) {
    let offsets = offsets(tapOffsets: tapOffsets, channelStride: channelStride)
    offsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      let loops = filters.compactMap { part -> ConvolutionLoop? in
        guard case .packed(let packed) = part.prepared else { return nil }
        let channel = channels(of: part.group).lowerBound - firstChannel
        return ConvolutionLoop(
          set: set, geometry: geometry, pitch: pitch, filters: packed,
          firstFilter: part.firstFilter, source: planes + channel * channelStride,
          offsets: offsets, sink: sink)
      }
      let pieces = loops.flatMap { self.pieces(of: $0, threads: threads) }
      forEachIndex(below: pieces.count, threads: threads) {
        pieces[$0].loop.run(rows: pieces[$0].rows, tiles: pieces[$0].tiles)
      }
    }
  }

  /// The loop cut into stretches of rows and, if these are too few to share, also by filters.
  private func pieces(
    of loop: ConvolutionLoop, threads: Int
  ) -> [(loop: ConvolutionLoop, rows: Range<Int>, tiles: Range<Int>)] {
    let stretches = loop.stretches()
    let tiles = loop.filters.tileCount
    let parts = stretches.count * filters.count >= 2 * threads ? 1 : min(threads, tiles)
    let size = tiles.dividedUp(by: parts)
    return stretches.flatMap { rows in
      stride(from: 0, to: tiles, by: size).map { (loop, rows, $0..<min($0 + size, tiles)) }
    }
  }
}
