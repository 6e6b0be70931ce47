import LayerGraph

extension ONNXProblem {
  func importError(file: String) -> ImportError {
    let (problem, remedy) = wording
    return ImportError(file: file, location: location, problem: problem, remedy: remedy)
  }

  private var location: ImportLocation {
    switch self {
    case .unreadable(let offset), .truncated(let offset, _, _), .longNumber(let offset),
      .badKey(let offset, _), .wrongWireType(let offset, _, _, _), .tooMany(_, let offset, _),
      .twoGraphs(let offset), .tensorExtents(_, let offset, _):
      .byte(offset)
    case .node(let kind, let name, _): .node(operator: kind, name: name)
    default: .file
    }
  }

  private var wording: (problem: String, remedy: String) {
    switch self {
    case .empty: ("the file is empty", "give an ONNX model")
    case .unreadable: ("the file can't be read here", "check the disk, or copy the file again")
    case .truncated(_, let needed, let left):
      ("\(needed) bytes are announced but only \(left) are left", Self.copyAgain)
    case .longNumber: ("a number is longer than 64 bits", Self.copyAgain)
    case .badKey(_, let key): ("\(key) is not a field key of Protocol Buffers", Self.copyAgain)
    case .wrongWireType(_, let field, let found, let expected):
      ("field \(field) has wire type \(found); expected \(expected)", Self.copyAgain)
    case .tooMany(let what, _, let limit):
      ("there are more than \(limit) \(what)", "give a network of at most \(limit)")
    case .twoGraphs: ("a second graph begins", "give a model with one graph")
    case .tensorExtents(let name, _, let extents):
      (
        "the shape \(extents) of tensor '\(name)' is out of bounds",
        "expected extents from 0 and at most \(Limits.product) elements"
      )
    case .noGraph: ("it holds no graph, so it is not an ONNX model", "give an ONNX model")
    case .noNodes: ("its graph has no nodes", "give a network with at least one operator")
    case .noOpset: ("it names no version of the ONNX operators", "export it again, with opset 17")
    case .oldOpset(let version):
      ("it uses opset \(version)", "export it again with opset_version 11 to 21")
    case .noInput: ("its graph has no input", "export it with the image as an input")
    case .noOutput(let name): ("its output '\(name)' is made by no node", "check the exporter")
    case .openInput(let name, let axis):
      (
        "axis \(axis) of input '\(name)' has no extent",
        axis < 2 ? "export it with fixed channels" : "give one, such as --input 224x224"
      )
    case .noInputShape(let name):
      ("input '\(name)' has no shape", "export it with a shape, such as 1×3×224×224")
    case .inputShape(let name, let extents):
      (
        "input '\(name)' has the shape \(extents)",
        "expected a batch and 1 to 3 axes, each 1 to \(Limits.extent)"
      )
    case .graph(let error): ("\(error)", "check the sizes in the file")
    case .node(_, _, let problem): problem.wording
    }
  }

  private static let copyAgain =
    "the file is damaged or not ONNX: copy or export it again"
}

extension NodeProblem {
  fileprivate var wording: (problem: String, remedy: String) {
    switch self {
    case .unsupportedOperator(let name):
      (
        "the operator \(name) is not supported",
        "--allow-unsupported counts it as one pass over its elements"
      )
    case .unsupported(let what, let expected): ("\(what) is not supported", "expected \(expected)")
    case .undefinedInput(let name):
      ("its input '\(name)' is made by no node, input or initialiser", "check the exporter")
    case .duplicateOutput(let name):
      ("its output '\(name)' is defined twice", "give each value one definition")
    case .cycle(let names):
      (
        "it waits for its own output (\(names.map { "'\($0)'" }.joined(separator: " → ")))",
        "remove the cycle"
      )
    case .deepFunction:
      (
        "functions call each other more than \(ONNXLimits.functionDepth) deep",
        "export without local functions"
      )
    case .manyInlinedNodes(let limit):
      ("its functions have more than \(limit) nodes in all", "give a network of at most \(limit)")
    case .missingInput(let index): ("its input \(index) is missing", "check the exporter")
    case .missingOutput: ("it has no output", "check the exporter")
    case .notConstant(let input, let name):
      (
        "its input \(input) ('\(name)') is not known before running",
        "export with fixed shapes, so that it becomes a constant"
      )
    case .notFeature(let input, let name):
      ("its input \(input) ('\(name)') is a constant", "expected a feature map")
    case .missingAttribute(let name):
      ("its attribute '\(name)' is missing", "check the exporter")
    case .attributeType(let name, let expected):
      ("its attribute '\(name)' has another type", "expected \(expected)")
    case .outOfRange(let what, let value, let range):
      ("its \(what) is \(value)", "expected \(range.lowerBound) to \(range.upperBound)")
    case .mismatch(let what, let a, let b):
      ("its \(what) \(a) and \(b) don't go together", "check the shapes in the file")
    case .tooLarge(let what):
      ("its \(what) is too large", "expected at most \(Limits.product) elements")
    case .shape(let error): ("\(error)", "check the shapes in the file")
    }
  }
}
