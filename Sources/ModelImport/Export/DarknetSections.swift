import LayerGraph

/// The sections written so far, and which of them holds each layer's output.
struct DarknetSections {
  private(set) var text = ""
  private let network: Network
  private var sectionOf: [Int?] = []
  private var count = 0

  init(_ network: Network) { self.network = network }

  mutating func append(_ index: Int) throws(DarknetExportError) {
    let layer = network.layers[index]
    if layer.operation == .input {
      guard index == 0 else { throw layer.exportError("it has only one input") }
      sectionOf.append(nil)
      text += "[net]\nbatch=1\nwidth=\(layer.output.width)\nheight=\(layer.output.height)\n"
      text += "channels=\(layer.output.channels)\n"
      return
    }
    try appendOperation(layer)
    sectionOf.append(count - 1)
  }

  private mutating func appendOperation(_ layer: Layer) throws(DarknetExportError) {
    let input = network.layers[layer.inputs[0]].output
    switch layer.operation {
    case .concatenate:
      write("route", ["layers=\(try references(layer.inputs, layer))"])
      try writeActivation(layer)
    case .slice(let slice): try appendSlice(slice, of: input, layer)
    case .identity where sectionOf[layer.inputs[0]] != nil:
      write("route", ["layers=\(try references(layer.inputs, layer))"])
      try writeActivation(layer)
    case .add:
      try fetch(layer.inputs[0], layer)
      let others = try references(Array(layer.inputs.dropFirst()), layer)
      write("shortcut", ["from=\(others)", try activation(layer)])
    case .multiply: try appendProduct(layer)
    default:
      try fetch(layer.inputs[0], layer)
      let section = try layer.section(input: input)
      let isFused = section.isFused
      let entries = section.entries + (isFused ? [try activation(layer)] : [])
      write(section.header, entries)
      if !isFused { try writeActivation(layer) }
    }
  }

  private mutating func appendSlice(
    _ slice: ChannelSlice, of input: Shape, _ layer: Layer
  ) throws(DarknetExportError) {
    let (size, start) = (slice.range.count, slice.range.lowerBound)
    guard input.channels % size == 0, start % size == 0 else {
      throw layer.exportError("its channels aren't one of several equal groups")
    }
    write(
      "route",
      [
        "layers=\(try references(layer.inputs, layer))", "groups=\(input.channels / size)",
        "group_id=\(start / size)",
      ])
    try writeActivation(layer)
  }

  private mutating func appendProduct(_ layer: Layer) throws(DarknetExportError) {
    let shapes = layer.inputs.map { network.layers[$0].output }
    guard shapes.count == 2, shapes[0] == layer.output else {
      throw layer.exportError("it isn't a map times a map, or times one value a channel or pixel")
    }
    try fetch(layer.inputs[1], layer)
    var entries = ["from=\(try references([layer.inputs[0]], layer))", try activation(layer)]
    if shapes[1] != shapes[0], shapes[1].channels == 1 { entries.append("scale_wh=1") }
    write(shapes[1] == shapes[0] ? "sam" : "scale_channels", entries)
  }

  /// Makes a layer's output the one that the next section reads.
  private mutating func fetch(_ source: Int, _ layer: Layer) throws(DarknetExportError) {
    let isCurrent = sectionOf[source].map { $0 == count - 1 } ?? (count == 0)
    if !isCurrent { write("route", ["layers=\(try references([source], layer))"]) }
  }

  private func references(_ sources: [Int], _ layer: Layer) throws(DarknetExportError) -> String {
    var numbers: [String] = []
    for source in sources {
      guard let section = sectionOf[source] else {
        throw layer.exportError("it reads the network's input besides the first section")
      }
      numbers.append("\(section)")
    }
    return numbers.joined(separator: ",")
  }

  private func activation(_ layer: Layer) throws(DarknetExportError) -> String {
    guard let name = DarknetActivation.name(layer.activation) else {
      throw layer.exportError("darknet has no activation \(layer.activation.name) like this one")
    }
    return "activation=\(name)"
  }

  private mutating func writeActivation(_ layer: Layer) throws(DarknetExportError) {
    guard layer.activation != .linear else { return }
    write("activation", [try activation(layer)])
  }

  private mutating func write(_ header: String, _ entries: [String]) {
    text += "\n[\(header)]\n" + entries.map { $0 + "\n" }.joined()
    count += 1
  }
}

extension Layer {
  func exportError(_ problem: String) -> DarknetExportError {
    DarknetExportError(layer: name, problem: problem)
  }
}
