/// The parts of an ONNX file that a network is made of, as they stand in it.
struct ONNXModel {
  /// The version of the standard operators.
  var opset: Int?
  var graph: ONNXGraph?
  var functions: [ONNXFunction] = []
}

struct ONNXGraph {
  var nodes: [ONNXNode] = []
  var initialisers: [ONNXTensor] = []
  var inputs: [ONNXInput] = []
  var outputs: [String] = []
}

struct ONNXNode {
  var name = ""
  var kind = ""
  /// Empty for standard operators.
  var domain = ""
  /// Tells local functions of one name apart.
  var overload = ""
  /// Names of values; empty where an optional input is left out.
  var inputs: [String] = []
  var outputs: [String] = []
  var attributes: [String: ONNXAttribute] = [:]

  /// The node's name, or that of its output, for messages and layers.
  var label: String { name.isEmpty ? outputs.first { !$0.isEmpty } ?? "" : name }
}

enum ONNXAttribute {
  case integer(Int)
  case float(Float)
  case string(String)
  case integers([Int])
  case floats([Float])
  case tensor(ONNXTensor)
  /// The attribute of that name of the call, in a local function.
  case reference(String)
  /// Graphs and other types that no operator of a feed-forward network needs.
  case other
}

struct ONNXTensor {
  var name = ""
  /// ONNX's number for the element type: 1 is float, 7 is int64.
  var type = 0
  var extents: [Int] = []
  /// Its elements, if they are few and stand in the file.
  var values: [Double]?
}

struct ONNXInput {
  var name = ""
  /// `nil` where an extent is symbolic or missing; the whole is `nil` if no shape is given.
  var extents: [Int?]?
}
