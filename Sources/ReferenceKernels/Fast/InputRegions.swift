import LayerGraph

extension Layer {
  /// What must be there of each input to compute a region of the output; for operations that
  /// scatter or mix channels, more than is read.
  ///
  /// - Parameter shapes: of the whole inputs.
  public func inputRegions(for region: Region, shapes: [Shape]) -> [Region] {
    var start = 0
    return shapes.map { shape in
      defer { start += shape.channels }
      return inputRegion(for: region, shape: shape, firstChannel: start)
    }
  }

  private func inputRegion(for region: Region, shape: Shape, firstChannel: Int) -> Region {
    switch operation {
    case .input, .identity, .activation, .affine, .detection: region
    case .softmax: region.over(channels: 0..<shape.channels)
    case .globalPool: Region(shape).over(channels: region.channels)
    case .pool(let pooling): pooling.window.inputRegion(for: region, shape: shape)
    case .slice(let slice):
      region.over(channels: region.channels.shifted(by: slice.range.lowerBound))
    case .crossChannelPool(let pooling):
      region.over(
        channels: region.channels.lowerBound * pooling.groupSize..<region.channels.upperBound
          * pooling.groupSize)
    case .concatenate:
      region.over(
        channels: region.channels.shifted(by: -firstChannel).clamped(to: 0..<shape.channels))
    case .upsample(let upsample): upsample.inputRegion(for: region, shape: shape)
    case .pad(let padding):
      Region(
        channels: region.channels,
        rows: region.rows.shifted(by: -padding.top).clamped(to: 0..<shape.height),
        columns: region.columns.shifted(by: -padding.left).clamped(to: 0..<shape.width))
    case .shuffle: region.over(channels: 0..<shape.channels)
    case .add: output == shape ? region : shared(region, with: shape)
    case .multiply:
      Region(
        channels: shape.channels == 1 ? 0..<1 : region.channels,
        rows: shape.height == 1 ? 0..<1 : region.rows,
        columns: shape.width == 1 ? 0..<1 : region.columns)
    case .convolution, .linear, .reorganise, .reshape, .unsupported: Region(shape)
    }
  }
}

extension Layer {
  /// The part of an unequal addend that meets a region: the channels in common, and the rows and
  /// columns that its strides select.
  fileprivate func shared(_ region: Region, with shape: Shape) -> Region {
    Region(
      channels: region.channels.clamped(to: 0..<shape.channels),
      rows: StridedAxis(output.height, shape.height).met(by: region.rows),
      columns: StridedAxis(output.width, shape.width).met(by: region.columns))
  }
}

extension StridedAxis {
  /// The other map's elements that are added within a range of this one.
  fileprivate func met(by range: Range<Int>) -> Range<Int> {
    let first = range.lowerBound.dividedUp(by: step)
    let end = range.upperBound.dividedUp(by: step)
    return first < end
      ? first * otherStep..<(end - 1) * otherStep + 1 : first * otherStep..<first * otherStep
  }
}

extension Region {
  fileprivate func over(channels: Range<Int>) -> Region {
    Region(channels: channels, rows: rows, columns: columns)
  }
}

extension Range<Int> {
  fileprivate func shifted(by distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}

extension Window {
  fileprivate func inputRegion(for region: Region, shape: Shape) -> Region {
    let geometry = WindowGeometry(
      window: self, input: shape, rows: region.rows, columns: region.columns)
    return Region(
      channels: region.channels, rows: geometry.inputRows, columns: geometry.inputColumns)
  }
}

extension Upsample {
  /// Interpolation also reads the neighbours.
  fileprivate func inputRegion(for region: Region, shape: Shape) -> Region {
    let margin = mode == .bilinear ? 1 : 0
    func scaled(_ range: Range<Int>, _ factor: Int, _ extent: Int) -> Range<Int> {
      (range.lowerBound / factor - margin..<range.upperBound.dividedUp(by: factor) + margin)
        .clamped(to: 0..<extent)
    }
    return Region(
      channels: region.channels, rows: scaled(region.rows, factor.height, shape.height),
      columns: scaled(region.columns, factor.width, shape.width))
  }
}
