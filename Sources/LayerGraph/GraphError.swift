/// Why an operation can't be applied to its inputs.
public enum ShapeError: Error, Hashable, Sendable {
  case missingInput
  case unexpectedInput
  case tooManyInputs(count: Int)
  case mismatch(Shape, Shape)
  case indivisible(what: String, extent: Int, by: Int)
  case windowExceedsInput(span: Spatial, input: Shape)
  case sliceOutside(range: Range<Int>, channels: Int)
  case reshapeChangesSize(from: Shape, to: Shape)
}

/// Why a network can't be made.
public enum GraphError: Error, Hashable, Sendable {
  case shape(layer: String, ShapeError)
  case extent(layer: String, what: String, value: Int, limit: Int)
  case product(layer: String, what: String)
  case duplicateName(String)
  case unknownInput(layer: String, index: Int)
  case tooManyLayers(limit: Int)
  case empty
}

extension ShapeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingInput: "it has no input"
    case .unexpectedInput: "the network's input can't have an input of its own"
    case .tooManyInputs(let count): "it takes one input, not \(count)"
    case .mismatch(let a, let b): "the shapes \(a) and \(b) don't go together"
    case .indivisible(let what, let extent, let by): "\(extent) \(what) can't be divided by \(by)"
    case .windowExceedsInput(let span, let input):
      "a window of \(span.height)×\(span.width) doesn't fit into an input of \(input)"
    case .sliceOutside(let range, let channels):
      "channels \(range.lowerBound)..<\(range.upperBound) aren't all within the input's \(channels)"
    case .reshapeChangesSize(let from, let to):
      "\(from) (\(from.elements) elements) can't be reshaped to \(to) (\(to.elements))"
    }
  }
}

extension GraphError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .shape(let layer, let error): "layer '\(layer)': \(error)"
    case .extent(let layer, let what, let value, let limit):
      "layer '\(layer)': \(what) is \(value); expected 1 to \(limit)"
    case .product(let layer, let what):
      "layer '\(layer)': its \(what) exceed the \(Limits.product) that cspsim counts up to"
    case .duplicateName(let name): "two layers are named '\(name)'"
    case .unknownInput(let layer, let index):
      "layer '\(layer)': its input \(index) is not an earlier layer"
    case .tooManyLayers(let limit): "the network has more than \(limit) layers"
    case .empty: "the network has no layers"
    }
  }
}
