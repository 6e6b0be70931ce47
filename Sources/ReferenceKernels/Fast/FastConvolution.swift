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
      return run(
        packed, parts: 0..<packed.count, on: source(in: direct), geometry: geometry, sink: sink,
        threads: threads)
    }
    let shares = self.shares()
    let isShared = shares.count >= threads
    forEachIndex(below: shares.count, threads: isShared ? threads : 1) {
      runLaid(
        packed, share: shares[$0], input: input, sink: sink, threads: isShared ? 1 : threads)
    }
  }

  /// Lays out what a share reads, and computes it.
  private func runLaid<Value: PlaneElement>(
    _ packed: [PackedFilters], share: Share, input: MapView<Value>, sink: TileSink, threads: Int
  ) {
    let geometry = WindowGeometry(
      window: geometry.window, input: geometry.input, rows: share.rows, columns: geometry.columns)
    let groups = filters.parts[share.parts].map { self.channels(of: $0.group) }
    let channels = (groups.first?.lowerBound ?? 0)..<(groups.last?.upperBound ?? 0)
    let size = geometry.channelSize
    let planes = Workspace<Float>(count: channels.count * size)
    let (base, phases) = (planes.base, geometry.phases)
    forEachIndex(below: channels.count, threads: threads) {
      geometry.lay(
        phases, channel: channels.lowerBound + $0, of: input, outside: 0, to: base + $0 * size,
        set: set)
    }
    let source = Source(
      planes: base, end: base + channels.count * size, firstChannel: channels.lowerBound,
      pitch: geometry.pitch, hasSlack: true,
      offsets: offsets(tapOffsets: geometry.offsets, channelStride: size), channelStride: size)
    run(
      packed, parts: share.parts, on: source, geometry: geometry, sink: sink, threads: threads)
  }

  /// A part of the work whose planes stay in the L2 cache between being laid out and being read.
  private struct Share {
    let parts: Range<Int>
    let rows: Range<Int>
  }

  /// A few groups, or some rows of one. Rows that two shares read are laid out twice, so a share has a
  /// few times as many rows as that; and each reads all weights, so its planes are as large as they.
  private func shares() -> [Share] {
    let limit = 1 << 18
    let group = filters.parts.first.map { channels(of: $0.group).count } ?? 1
    let planes = group * geometry.channelSize
    let weights = (filters.parts.first?.filters.count ?? 1) * depth.count
    let window = geometry.window
    let read = max(window.span.height - window.stride.height, 0).dividedUp(
      by: window.stride.height)
    let bands = planes.dividedUp(by: max(limit, weights))
    let rows = max(geometry.rows.count.dividedUp(by: bands), 4 * read)
    return cut(0..<filters.parts.count, into: max(limit / planes, 1)).flatMap { parts in
      cut(geometry.rows, into: rows).map { Share(parts: parts, rows: $0) }
    }
  }

  private func cut(_ range: Range<Int>, into size: Int) -> [Range<Int>] {
    stride(from: range.lowerBound, to: range.upperBound, by: size).map {
      $0..<min($0 + size, range.upperBound)
    }
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

  /// The input's own rows as window planes.
  private func source(in input: MapView<Float>) -> Source {
    let (kernel, dilation) = (convolution.window.kernel, convolution.window.dilation)
    let taps = (0..<kernel.area).map {
      $0 / kernel.width * dilation.height * input.rowStride + $0 % kernel.width * dilation.width
    }
    let first = input.region.channels.lowerBound
    return Source(
      planes: input.pointer(
        first, geometry.inputRows.lowerBound, geometry.inputColumns.lowerBound),
      end: input.end, firstChannel: first, pitch: input.rowStride, hasSlack: false,
      offsets: offsets(tapOffsets: taps, channelStride: input.channelStride),
      channelStride: input.channelStride)
  }

  /// Planes that windows read.
  private struct Source {
    let planes: UnsafePointer<Float>
    let end: UnsafePointer<Float>
    let firstChannel: Int
    let pitch: Int
    let hasSlack: Bool
    let offsets: [Int]
    let channelStride: Int
  }

  private func run(
    _ packed: [PackedFilters], parts: Range<Int>, on source: Source, geometry: WindowGeometry,
    sink: TileSink, threads: Int
  ) {
    source.offsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      let loops = zip(filters.parts[parts], packed[parts]).map { part, packed in
        let channel = channels(of: part.group).lowerBound - source.firstChannel
        return ConvolutionLoop(
          set: set, geometry: geometry, pitch: source.pitch, hasSlack: source.hasSlack,
          filters: packed, firstFilter: part.filters.lowerBound,
          source: source.planes + channel * source.channelStride, end: source.end,
          offsets: offsets, sink: sink)
      }
      let pieces = loops.flatMap { self.pieces(of: $0, loops: parts.count, threads: threads) }
      forEachIndex(below: pieces.count, threads: threads) {
        pieces[$0].loop.run(rows: pieces[$0].rows, tiles: pieces[$0].tiles)
      }
    }
  }

  /// The loop cut into stretches of rows and, if these are too few to share, also by filters.
  private func pieces(
    of loop: ConvolutionLoop, loops: Int, threads: Int
  ) -> [(loop: ConvolutionLoop, rows: Range<Int>, tiles: Range<Int>)] {
    let stretches = loop.stretches()
    let tiles = loop.filters.tileCount
    let parts = stretches.count * loops >= 2 * threads ? 1 : min(threads, tiles)
    let size = tiles.dividedUp(by: parts)
    return stretches.flatMap { rows in
      stride(from: 0, to: tiles, by: size).map { (loop, rows, $0..<min($0 + size, tiles)) }
    }
  }
}
