import LayerGraph

extension VectorKernels {
  func maximumPool(_ window: Window, input: MapView<Float>, shape: Shape, output: Output) {
    pool(window, input: input, shape: shape, outside: -.infinity, output: output) {
      sums, planes, offsets, geometry in
      set.kernels.window_maximum(
        sums, planes, offsets, window.kernel.area, geometry.positions(rows: geometry.rows.count))
    }
  }

  func averagePool(_ pooling: Pooling, input: MapView<Float>, shape: Shape, output: Output) {
    let window = pooling.window
    let ones = [Float](repeating: 1, count: window.kernel.area)
    pool(window, input: input, shape: shape, outside: 0, output: output) {
      sums, planes, offsets, geometry in
      ones.withUnsafeBufferPointer { ones in
        guard let ones = ones.baseAddress else { return }
        set.kernels.window_sum(
          sums, planes, offsets, ones, window.kernel.area,
          geometry.positions(rows: geometry.rows.count))
      }
    }
    divide(output, by: pooling, over: shape)
  }

  func globalPool(_ kind: PoolingKind, input: MapView<Float>, output: Output) {
    let region = input.region
    forEachIndex(below: output.region.channels.count, threads: threads) {
      let channel = output.region.channels.lowerBound + $0
      var sum: Float = 0
      var largest = -Float.infinity
      for row in region.rows {
        let line = input.pointer(channel, row, region.columns.lowerBound)
        for column in 0..<region.columns.count {
          sum += line[column]
          largest = max(largest, line[column])
        }
      }
      let mean = sum / Float(region.rows.count * region.columns.count)
      output.pointer(channel, 0, 0).pointee = kind == .maximum ? largest : mean
    }
  }

  /// Runs a window kernel over each channel of the output's region.
  private func pool(
    _ window: Window, input: MapView<Float>, shape: Shape, outside: Float, output: Output,
    kernel: (
      UnsafeMutablePointer<Float>, UnsafePointer<Float>, UnsafePointer<Int>, WindowGeometry
    ) -> Void
  ) {
    let region = output.region
    let geometry = WindowGeometry(
      window: window, input: shape, rows: region.rows, columns: region.columns)
    let phases = geometry.phases
    geometry.offsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      forEachIndex(below: region.channels.count, threads: threads) {
        let channel = region.channels.lowerBound + $0
        let planes = Workspace<Float>(count: geometry.channelSize)
        let sums = Workspace<Float>(count: geometry.positions(rows: region.rows.count))
        geometry.lay(
          phases, channel: channel, of: input, outside: outside, to: planes.base, set: set)
        kernel(sums.base, planes.base, offsets, geometry)
        for row in region.rows {
          output.pointer(channel, row, region.columns.lowerBound).update(
            from: sums.base + (row - region.rows.lowerBound) * geometry.pitch,
            count: region.columns.count)
        }
      }
    }
  }

  private func divide(_ output: Output, by pooling: Pooling, over shape: Shape) {
    let region = output.region
    for row in region.rows {
      let rows = pooling.divisorRows(row, extent: shape.height)
      let divisors = region.columns.map {
        Float(max(rows * pooling.divisorColumns($0, extent: shape.width), 1))
      }
      for channel in region.channels {
        let line = output.pointer(channel, row, region.columns.lowerBound)
        for column in 0..<divisors.count { line[column] /= divisors[column] }
      }
    }
  }
}

extension Pooling {
  /// The rows of the window at an output row that an average counts.
  fileprivate func divisorRows(_ row: Int, extent: Int) -> Int {
    let padding = window.padding
    return taps(
      window.kernel.height, from: row * window.stride.height - padding.top,
      step: window.dilation.height, low: countsPadding ? -padding.top : 0,
      high: countsPadding ? extent + padding.bottom : extent)
  }

  /// The columns of the window at an output column that an average counts.
  fileprivate func divisorColumns(_ column: Int, extent: Int) -> Int {
    let padding = window.padding
    return taps(
      window.kernel.width, from: column * window.stride.width - padding.left,
      step: window.dilation.width, low: countsPadding ? -padding.left : 0,
      high: countsPadding ? extent + padding.right : extent)
  }

  private func taps(_ count: Int, from start: Int, step: Int, low: Int, high: Int) -> Int {
    (0..<count).count { (low..<high).contains(start + $0 * step) }
  }
}
