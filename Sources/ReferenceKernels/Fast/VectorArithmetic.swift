import LayerGraph

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension VectorKernels {
  func copy(_ input: MapView<Float>, output: Output) {
    forEachRow(output) { channel, row, target in
      let source = input.pointer(channel, row, output.region.columns.lowerBound)
      target.update(from: source, count: output.region.columns.count)
    }
  }

  /// See `PlainKernels.add`; `shapes` are those of the whole maps.
  func add(_ inputs: [MapView<Float>], shapes: [Shape], output: Output) {
    copy(inputs[0], output: output)
    let columns = output.region.columns
    for (input, shape) in zip(inputs, shapes).dropFirst() {
      let down = StridedAxis(shapes[0].height, shape.height)
      let across = StridedAxis(shapes[0].width, shape.width)
      let first = columns.lowerBound.dividedUp(by: across.step)
      let end = columns.upperBound.dividedUp(by: across.step)
      forEachRow(output) { channel, row, target in
        guard channel < shape.channels, row % down.step == 0, first < end else { return }
        let source = input.pointer(
          channel, row / down.step * down.otherStep, first * across.otherStep)
        let target = target + (first * across.step - columns.lowerBound)
        if across.step == 1, across.otherStep == 1 {
          for index in 0..<end - first { target[index] += source[index] }
        } else {
          for index in 0..<end - first {
            target[index &* across.step] += source[index &* across.otherStep]
          }
        }
      }
    }
  }

  /// See `PlainKernels.multiply`; `shapes` are those of the whole maps.
  func multiply(_ inputs: [MapView<Float>], shapes: [Shape], output: Output) {
    let columns = output.region.columns
    forEachRow(output) { channel, row, target in
      target.update(repeating: 1, count: columns.count)
      for (input, shape) in zip(inputs, shapes) {
        let isWide = shape.width > 1
        let source = input.pointer(
          shape.channels > 1 ? channel : 0, shape.height > 1 ? row : 0,
          isWide ? columns.lowerBound : 0)
        for index in 0..<columns.count { target[index] *= source[isWide ? index : 0] }
      }
    }
  }

  func affine(_ input: MapView<Float>, parameters: LayerParameters, output: Output) {
    forEachRow(output) { channel, row, target in
      let (scale, shift) = (parameters.matrix[channel], parameters.bias[channel])
      let source = input.pointer(channel, row, output.region.columns.lowerBound)
      for index in 0..<output.region.columns.count { target[index] = source[index] * scale + shift }
    }
  }

  func detection(_ detection: Detection, input: MapView<Float>, output: Output) {
    copy(input, output: output)
    forEachRow(output) { channel, _, target in
      guard detection.isLogistic(channel: channel) else { return }
      ActivationFunction.sigmoid.apply(to: target, count: output.region.columns.count, set: set)
    }
  }

  /// See `PlainKernels.softmax`; the region must hold all channels.
  func softmax(_ input: MapView<Float>, output: Output) {
    let region = output.region
    for row in region.rows {
      for column in region.columns {
        let values = input.region.channels.map { input.pointer($0, row, column).pointee }
        let largest = values.max() ?? 0
        let powers = values.map { expf($0 - largest) }
        let sum = powers.reduce(0, +)
        for channel in region.channels {
          output.pointer(channel, row, column).pointee = powers[channel] / sum
        }
      }
    }
  }

  func crossChannelPool(
    _ pooling: CrossChannelPooling, input: MapView<Float>, output: Output
  ) {
    let columns = output.region.columns
    forEachRow(output) { channel, row, target in
      for member in 0..<pooling.groupSize {
        let source = input.pointer(
          channel * pooling.groupSize + member, row, columns.lowerBound)
        switch (member, pooling.kind) {
        case (0, _): target.update(from: source, count: columns.count)
        case (_, .maximum):
          for index in 0..<columns.count { target[index] = max(target[index], source[index]) }
        case (_, .average):
          for index in 0..<columns.count { target[index] += source[index] }
        }
      }
      guard pooling.kind == .average else { return }
      for index in 0..<columns.count { target[index] /= Float(pooling.groupSize) }
    }
  }
}
