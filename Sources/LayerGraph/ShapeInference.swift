extension Operation {
  /// The shape that the operation gives for `inputs`.
  ///
  /// - Throws: `ShapeError` if the operation can't be applied to these shapes.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard let first = inputs.first else { throw .missingInput }
    switch self {
    case .input: throw .unexpectedInput
    case .concatenate: return try concatenated(inputs)
    case .add: return try added(inputs)
    case .multiply: return try multiplied(inputs)
    default:
      guard inputs.count == 1 else { throw .tooManyInputs(count: inputs.count) }
      return try outputShape(for: first)
    }
  }

  private func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    switch self {
    case .convolution(let convolution): return try convolution.outputShape(for: input)
    case .linear(let linear): return Shape(channels: linear.outputs, height: 1, width: 1)
    case .pool(let pooling):
      return try pooling.window.outputShape(for: input, channels: input.channels)
    case .globalPool: return Shape(channels: input.channels, height: 1, width: 1)
    case .slice(let slice): return try slice.outputShape(for: input)
    case .upsample(let upsample): return try upsample.outputShape(for: input)
    case .reorganise(let reorganise): return try reorganise.outputShape(for: input)
    case .crossChannelPool(let pooling):
      guard pooling.groupSize > 0, input.channels % pooling.groupSize == 0 else {
        throw .indivisible(what: "channels", extent: input.channels, by: pooling.groupSize)
      }
      return Shape(
        channels: input.channels / pooling.groupSize, height: input.height, width: input.width)
    case .shuffle(let groups):
      guard groups > 0, input.channels % groups == 0 else {
        throw .indivisible(what: "channels", extent: input.channels, by: groups)
      }
      return input
    case .pad(let padding):
      return Shape(
        channels: input.channels, height: input.height + padding.top + padding.bottom,
        width: input.width + padding.left + padding.right)
    case .reshape(let shape):
      guard shape.elements == input.elements else {
        throw .reshapeChangesSize(from: input, to: shape)
      }
      return shape
    case .activation, .affine, .softmax, .detection, .identity, .unsupported: return input
    case .input, .add, .multiply, .concatenate: throw .missingInput
    }
  }

  private func concatenated(_ inputs: [Shape]) throws(ShapeError) -> Shape {
    var channels = 0
    for shape in inputs {
      guard shape.height == inputs[0].height, shape.width == inputs[0].width else {
        throw .mismatch(inputs[0], shape)
      }
      channels += shape.channels
    }
    return Shape(channels: channels, height: inputs[0].height, width: inputs[0].width)
  }

  /// The first input sets the shape; of any other, only the channels in common are added, and a
  /// map of a different size is strided (darknet `shortcut`, the partial residual of PRN).
  private func added(_ inputs: [Shape]) throws(ShapeError) -> Shape {
    let result = inputs[0]
    for other in inputs.dropFirst() {
      guard isWholeRatio(result.height, other.height), isWholeRatio(result.width, other.width),
        result.height * other.width == result.width * other.height
      else { throw .mismatch(result, other) }
    }
    return result
  }

  /// Inputs are broadcast along any axis on which they have one element.
  private func multiplied(_ inputs: [Shape]) throws(ShapeError) -> Shape {
    var result = inputs[0]
    for other in inputs.dropFirst() {
      guard let channels = broadcast(result.channels, other.channels),
        let height = broadcast(result.height, other.height),
        let width = broadcast(result.width, other.width)
      else { throw .mismatch(result, other) }
      result = Shape(channels: channels, height: height, width: width)
    }
    return result
  }

  private func isWholeRatio(_ a: Int, _ b: Int) -> Bool { a % b == 0 || b % a == 0 }

  private func broadcast(_ a: Int, _ b: Int) -> Int? {
    a == b || b == 1 ? a : (a == 1 ? b : nil)
  }
}

extension Convolution {
  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard groups > 0, input.channels % groups == 0 else {
      throw .indivisible(what: "input channels", extent: input.channels, by: groups)
    }
    guard filters % groups == 0 else {
      throw .indivisible(what: "filters", extent: filters, by: groups)
    }
    return try window.outputShape(for: input, channels: filters)
  }
}

extension Window {
  func outputShape(for input: Shape, channels: Int) throws(ShapeError) -> Shape {
    guard let extent = slide(over: input) else {
      throw .windowExceedsInput(span: span, input: input)
    }
    return Shape(channels: channels, height: extent.height, width: extent.width)
  }
}

extension ChannelSlice {
  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= input.channels else {
      throw .sliceOutside(range: range, channels: input.channels)
    }
    return Shape(channels: range.count, height: input.height, width: input.width)
  }
}

extension Upsample {
  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    Shape(
      channels: input.channels, height: input.height * factor.height,
      width: input.width * factor.width)
  }
}

extension Reorganise {
  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let block = stride * stride
    switch direction {
    case .spaceToDepth:
      guard input.height % stride == 0 else {
        throw .indivisible(what: "height", extent: input.height, by: stride)
      }
      guard input.width % stride == 0 else {
        throw .indivisible(what: "width", extent: input.width, by: stride)
      }
      return Shape(
        channels: input.channels * block, height: input.height / stride, width: input.width / stride
      )
    case .depthToSpace:
      guard input.channels % block == 0 else {
        throw .indivisible(what: "channels", extent: input.channels, by: block)
      }
      return Shape(
        channels: input.channels / block, height: input.height * stride, width: input.width * stride
      )
    }
  }
}
