/// Makes a network layer by layer, inferring and checking every shape on the way.
///
///     var builder = NetworkBuilder(name: "tiny")
///     let image = try builder.input(Shape(channels: 3, height: 32, width: 32))
///     let stem = try builder.add(
///       .convolution(Convolution(filters: 16, window: Window(3))), to: image, activation: .relu)
///     let network = try builder.build()
public struct NetworkBuilder {
  public let name: String
  public let batch: Int
  /// The stage that the layers added from now on belong to.
  public var stage = ""
  /// The block that the layers added from now on belong to.
  public var block = ""

  private var layers: [Layer] = []
  private var names: Set<String> = []
  private var totalElements = 0
  private var totalMACs = 0
  private var totalParameters = 0

  public init(name: String, batch: Int = 1) {
    self.name = name
    self.batch = batch
  }

  /// The shape of the layer at `index`, which an earlier call returned.
  public func shape(of index: Int) -> Shape { layers[index].output }

  /// The number of layers so far.
  public var count: Int { layers.count }

  /// Adds an input of the network and returns its index.
  public mutating func input(_ shape: Shape, name: String = "input") throws(GraphError) -> Int {
    try append(name: name, operation: .input, inputs: [], activation: .linear, output: shape)
  }

  /// Adds a layer that reads one earlier layer and returns its index.
  public mutating func add(
    _ operation: Operation, to input: Int, name: String? = nil,
    activation: ActivationFunction = .linear
  ) throws(GraphError) -> Int {
    try add(operation, to: [input], name: name, activation: activation)
  }

  /// Adds a layer that reads earlier layers and returns its index.
  ///
  /// - Parameters:
  ///   - operation: what the layer computes.
  ///   - inputs: the layers that it reads, by index, in the operation's order.
  ///   - name: unique in the network; the operation's name and the index if `nil`.
  ///   - activation: what is applied to every element of the output.
  /// - Throws: `GraphError` if a size is out of bounds or the shapes don't fit.
  public mutating func add(
    _ operation: Operation, to inputs: [Int], name: String? = nil,
    activation: ActivationFunction = .linear
  ) throws(GraphError) -> Int {
    let name = name ?? "\(operation.name)-\(layers.count)"
    for input in inputs where !layers.indices.contains(input) {
      throw .unknownInput(layer: name, index: input)
    }
    for extent in operation.extents
    where !(extent.minimum...Limits.extent).contains(extent.value) {
      throw .extent(layer: name, what: extent.what, value: extent.value, limit: Limits.extent)
    }
    let output: Shape
    do {
      output = try operation.outputShape(for: inputs.map { layers[$0].output })
    } catch {
      throw .shape(layer: name, error)
    }
    return try append(
      name: name, operation: operation, inputs: inputs, activation: activation, output: output)
  }

  /// The finished network.
  public func build() throws(GraphError) -> Network {
    guard !layers.isEmpty else { throw .empty }
    guard (1...Limits.extent).contains(batch) else {
      throw .extent(layer: layers[0].name, what: "batch", value: batch, limit: Limits.extent)
    }
    return Network(name: name, batch: batch, layers: layers)
  }

  private mutating func append(
    name: String, operation: Operation, inputs: [Int], activation: ActivationFunction,
    output: Shape
  ) throws(GraphError) -> Int {
    guard layers.count < Limits.layers else { throw .tooManyLayers(limit: Limits.layers) }
    guard names.insert(name).inserted else { throw .duplicateName(name) }
    let extents = [
      ("channel count", output.channels), ("height", output.height), ("width", output.width),
    ]
    for (what, value) in extents where !(1...Limits.extent).contains(value) {
      throw .extent(layer: name, what: what, value: value, limit: Limits.extent)
    }
    let layer = Layer(
      name: name, operation: operation, inputs: inputs, activation: activation, output: output,
      stage: stage, block: block)
    try count(layer)
    layers.append(layer)
    return layers.count - 1
  }

  /// Adds the layer's sizes to the totals, which bound every later sum.
  private mutating func count(_ layer: Layer) throws(GraphError) {
    let output = layer.output
    guard
      let elements = Limits.product(of: output.channels, output.height, output.width, batch),
      elements <= Limits.product - totalElements
    else { throw .product(layer: layer.name, what: "output elements") }
    totalElements += elements
    guard let input = layer.inputs.first.map({ layers[$0].output }) else { return }
    guard
      let parameters = layer.operation.checkedParameters(input: input),
      parameters <= Limits.product - totalParameters
    else { throw .product(layer: layer.name, what: "parameters") }
    totalParameters += parameters
    guard
      let work = Limits.product(of: elements, layer.operation.windowElements(input: input)),
      work <= Limits.product - totalMACs
    else { throw .product(layer: layer.name, what: "multiply-accumulates") }
    totalMACs += work
  }
}
