import LayerGraph

extension VectorKernels {
  /// See `PlainKernels.concatenate`; each input is seen in its own channel numbers.
  func concatenate(_ inputs: [MapView<Float>], shapes: [Shape], output: Output) {
    let columns = output.region.columns
    var start = 0
    for (input, shape) in zip(inputs, shapes) {
      let first = start
      forEachRow(output) { channel, row, target in
        guard (first..<first + shape.channels).contains(channel) else { return }
        let source = input.pointer(channel - first, row, columns.lowerBound)
        target.update(from: source, count: columns.count)
      }
      start += shape.channels
    }
  }

  /// Rows of the input under another channel number.
  func renumber(_ input: MapView<Float>, output: Output, channel source: (Int) -> Int) {
    let columns = output.region.columns
    forEachRow(output) { channel, row, target in
      target.update(
        from: input.pointer(source(channel), row, columns.lowerBound), count: columns.count)
    }
  }

  func pad(_ padding: Padding, input: MapView<Float>, shape: Shape, output: Output) {
    let columns = output.region.columns
    let inside = columns.clamped(to: padding.left..<padding.left + shape.width)
    forEachRow(output) { channel, row, target in
      target.update(repeating: 0, count: columns.count)
      guard (0..<shape.height).contains(row - padding.top), !inside.isEmpty else { return }
      (target + (inside.lowerBound - columns.lowerBound)).update(
        from: input.pointer(channel, row - padding.top, inside.lowerBound - padding.left),
        count: inside.count)
    }
  }

  func upsampleNearest(_ factor: Spatial, input: MapView<Float>, output: Output) {
    let columns = output.region.columns
    forEachRow(output) { channel, row, target in
      let source = input.pointer(channel, row / factor.height, input.region.columns.lowerBound)
      for column in columns {
        target[column - columns.lowerBound] =
          source[column / factor.width - input.region.columns.lowerBound]
      }
    }
  }

  func upsampleBilinear(
    _ factor: Spatial, input: MapView<Float>, shape: Shape, output: Output
  ) {
    let columns = output.region.columns
    let points = columns.map {
      InterpolationPoint($0, factor: factor.width, extent: shape.width)
    }
    forEachRow(output) { channel, row, target in
      let y = InterpolationPoint(row, factor: factor.height, extent: shape.height)
      for (index, x) in points.enumerated() {
        let upper =
          input.pointer(channel, y.low, x.low).pointee * (1 - x.fraction)
          + input.pointer(channel, y.low, x.high).pointee * x.fraction
        let lower =
          input.pointer(channel, y.high, x.low).pointee * (1 - x.fraction)
          + input.pointer(channel, y.high, x.high).pointee * x.fraction
        target[index] = upper * (1 - y.fraction) + lower * y.fraction
      }
    }
  }

  func reorganise(
    _ reorganise: Reorganise, input: MapView<Float>, shape: Shape, whole: Shape, output: Output
  ) {
    let columns = output.region.columns
    forEachRow(output) { channel, row, target in
      for column in columns {
        let source = reorganise.source(
          channel: channel, row: row, column: column, input: shape, output: whole)
        target[column - columns.lowerBound] =
          input.pointer(source.channel, source.row, source.column).pointee
      }
    }
  }

  /// The same flat positions in another shape.
  func reshape(_ input: MapView<Float>, shape: Shape, whole: Shape, output: Output) {
    let columns = output.region.columns
    forEachRow(output) { channel, row, target in
      for column in columns {
        let flat = (channel * whole.height + row) * whole.width + column
        target[column - columns.lowerBound] =
          input.pointer(flat / shape.area, flat / shape.width % shape.height, flat % shape.width)
          .pointee
      }
    }
  }
}
