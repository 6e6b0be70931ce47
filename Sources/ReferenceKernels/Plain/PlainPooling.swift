import LayerGraph

extension PlainKernels {
  /// The largest element of each window; what lies outside the map doesn't count.
  static func maximumPool<Value: Comparable & Sendable>(
    _ window: Window, input: FeatureMap<Value>, output: Shape
  ) -> FeatureMap<Value> {
    FeatureMap(shape: output) { channel, row, column in
      let (rows, columns) = taps(of: window, row: row, column: column, over: input.shape)
      var largest: Value?
      for y in rows {
        for x in columns { largest = max(largest ?? input[channel, y, x], input[channel, y, x]) }
      }
      return largest ?? input[channel, 0, 0]
    }
  }

  /// The mean of each window, over the elements inside the map or, if the padding counts, inside
  /// the padded map. A window that meets neither is zero.
  static func averagePool(
    _ pooling: Pooling, input: FeatureMap<Float>, output: Shape
  ) -> FeatureMap<Float> {
    let window = pooling.window
    return FeatureMap(shape: output) { channel, row, column in
      let (rows, columns) = taps(of: window, row: row, column: column, over: input.shape)
      var sum: Float = 0
      for y in rows {
        for x in columns { sum += input[channel, y, x] }
      }
      let divisor =
        pooling.countsPadding
        ? paddedTaps(of: window, row: row, column: column, over: input.shape)
        : rows.count * columns.count
      return divisor == 0 ? 0 : sum / Float(divisor)
    }
  }

  static func globalMaximumPool<Value: Comparable & Sendable>(
    input: FeatureMap<Value>
  ) -> FeatureMap<Value> {
    let window = Window(kernel: Spatial(height: input.shape.height, width: input.shape.width))
    let output = Shape(channels: input.shape.channels, height: 1, width: 1)
    return maximumPool(window, input: input, output: output)
  }

  static func globalAveragePool(input: FeatureMap<Float>) -> FeatureMap<Float> {
    let window = Window(kernel: Spatial(height: input.shape.height, width: input.shape.width))
    let output = Shape(channels: input.shape.channels, height: 1, width: 1)
    return averagePool(
      Pooling(kind: .average, window: window), input: input, output: output)
  }

  /// The largest of each run of neighbouring channels.
  static func crossChannelMaximum<Value: Comparable & Sendable>(
    groupSize: Int, input: FeatureMap<Value>, output: Shape
  ) -> FeatureMap<Value> {
    FeatureMap(shape: output) { group, row, column in
      var largest = input[group * groupSize, row, column]
      for channel in 1..<max(groupSize, 1) {
        largest = max(largest, input[group * groupSize + channel, row, column])
      }
      return largest
    }
  }

  /// The mean of each run of neighbouring channels.
  static func crossChannelAverage(
    groupSize: Int, input: FeatureMap<Float>, output: Shape
  ) -> FeatureMap<Float> {
    FeatureMap(shape: output) { group, row, column in
      var sum: Float = 0
      for channel in 0..<groupSize { sum += input[group * groupSize + channel, row, column] }
      return sum / Float(groupSize)
    }
  }

  /// The rows and columns inside the map that a window meets.
  private static func taps(
    of window: Window, row: Int, column: Int, over shape: Shape
  ) -> (rows: [Int], columns: [Int]) {
    let top = row * window.stride.height - window.padding.top
    let left = column * window.stride.width - window.padding.left
    return (
      (0..<window.kernel.height).map { top + $0 * window.dilation.height }
        .filter { (0..<shape.height).contains($0) },
      (0..<window.kernel.width).map { left + $0 * window.dilation.width }
        .filter { (0..<shape.width).contains($0) }
    )
  }

  /// How many elements of a window lie inside the map or its padding.
  private static func paddedTaps(
    of window: Window, row: Int, column: Int, over shape: Shape
  ) -> Int {
    let padding = window.padding
    let height = shape.height + padding.top + padding.bottom
    let width = shape.width + padding.left + padding.right
    let rows = (0..<window.kernel.height).count {
      row * window.stride.height + $0 * window.dilation.height < height
    }
    let columns = (0..<window.kernel.width).count {
      column * window.stride.width + $0 * window.dilation.width < width
    }
    return rows * columns
  }
}
