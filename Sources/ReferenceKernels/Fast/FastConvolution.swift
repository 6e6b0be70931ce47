import LayerGraph

/// A part of a convolution, ready to run on any input: some filters, rows and columns, and a range
/// of the inputs that each sum is over.
struct FastConvolution {
  let set: InstructionSet
  let convolution: Convolution
  let geometry: WindowGeometry
  /// Inputs of the sum, numbered (channel, tap row, tap column) within the group.
  let depth: Range<Int>
  let filters: PreparedFilters

  func run<Value: PlaneElement>(input: MapView<Value>, sink: TileSink, threads: Int) {
    switch filters.form {
    case .rows where geometry.rows.count * geometry.columns.count == 1:
      runDotProducts(input: input, sink: sink, threads: threads)
    case .rows(let weights):
      let done = runDepthwise(weights: weights, input: input, sink: sink, threads: threads)
      for parts in [0..<done.lowerBound, done.upperBound..<filters.parts.count] {
        runWindowSums(parts: parts, input: input, sink: sink, threads: threads)
      }
    case .packed(let packed):
      runPacked(packed, input: input, sink: sink, threads: threads)
    }
  }

  /// The channels of the input that a group's sums are over.
  func channels(of group: Int) -> Range<Int> {
    let area = convolution.window.kernel.area
    let first = group * (geometry.input.channels / convolution.groups)
    return first + depth.lowerBound / area..<first + depth.upperBound.dividedUp(by: area)
  }

  /// The offsets of the sum's inputs from a position in the plane of the first channel.
  func offsets(tapOffsets: [Int], channelStride: Int) -> [Int] {
    let firstChannel = depth.lowerBound / tapOffsets.count
    return depth.map {
      ($0 / tapOffsets.count - firstChannel) * channelStride + tapOffsets[$0 % tapOffsets.count]
    }
  }
}

/// Convolutions as matrix products.
extension FastConvolution {
  private func runPacked<Value: PlaneElement>(
    _ packed: [PackedFilters], input: MapView<Value>, sink: TileSink, threads: Int
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
        packed, planes: source, firstChannel: direct.region.channels.lowerBound,
        pitch: direct.rowStride,
        channelStride: direct.channelStride, tapOffsets: taps, sink: sink, threads: threads)
    }
    guard let first = filters.parts.first, let last = filters.parts.last else { return }
    let channels =
      channels(of: first.group).lowerBound..<channels(of: last.group).upperBound
    let size = geometry.channelSize
    let planes = Workspace<Float>(count: channels.count * size)
    let (base, phases) = (planes.base, geometry.phases)
    forEachIndex(below: channels.count, threads: threads) {
      geometry.lay(
        phases, channel: channels.lowerBound + $0, of: input, outside: 0, to: base + $0 * size,
        set: set)
    }
    runPacked(
      packed, planes: base, firstChannel: channels.lowerBound, pitch: geometry.pitch,
      channelStride: size,
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
    _ packed: [PackedFilters], planes: UnsafePointer<Float>, firstChannel: Int, pitch: Int,
    channelStride: Int,
    tapOffsets: [Int], sink: TileSink, threads: Int
  ) {
    let offsets = offsets(tapOffsets: tapOffsets, channelStride: channelStride)
    offsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      let loops = zip(filters.parts, packed).map { part, packed in
        let channel = channels(of: part.group).lowerBound - firstChannel
        return ConvolutionLoop(
          set: set, geometry: geometry, pitch: pitch, filters: packed,
          firstFilter: part.filters.lowerBound, source: planes + channel * channelStride,
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
    let parts = stretches.count * filters.parts.count >= 2 * threads ? 1 : min(threads, tiles)
    let size = tiles.dividedUp(by: parts)
    return stretches.flatMap { rows in
      stride(from: 0, to: tiles, by: size).map { (loop, rows, $0..<min($0 + size, tiles)) }
    }
  }
}
