import JSONText

extension SweepSpecification {
  /// Reads a sweep file; `examples/sweep.schema.json` describes it.
  public init(bytes: [UInt8], file: String) throws(JSONError) {
    try self.init(JSONDocument(bytes: bytes, file: file).root)
  }

  init(_ node: JSONNode) throws(JSONError) {
    var object = try node.object()
    _ = try object.optional("$schema")?.string()
    let profiles = try object.required("profiles").strings()
    let networks = try object.required("networks").strings()
    let axes = try object.optional("axes").map(SweepSpecification.axes) ?? []
    let zips = try object.optional("zip").map(SweepSpecification.zips) ?? []
    let sampling = try object.optional("sample").map(SweepSpecification.sampling) ?? .grid
    let conditions = try object.optional("where").map(SweepSpecification.constraints) ?? []
    let objectives = try object.optional("objectives").map(SweepSpecification.objectives)
    try object.finish()
    self = try node.checked { () throws(SweepError) in
      try SweepSpecification(
        profiles: profiles, networks: networks, axes: axes, zips: zips, sampling: sampling,
        constraints: conditions, objectives: objectives ?? Objective.usual)
    }
  }

  private static func axes(_ node: JSONNode) throws(JSONError) -> [Axis] {
    var axes: [Axis] = []
    for item in try node.array() {
      var object = try item.object()
      let key = AxisKey(name: try object.required("vary").string())
      let values = try object.required("values")
      try object.finish()
      if case .array = values.value.content {
        let texts = try values.strings()
        axes.append(
          try values.checked { () throws(SweepError) in try Axis(key, values: texts) })
      } else {
        let text = try values.string()
        axes.append(try values.checked { () throws(SweepError) in try Axis(key, text) })
      }
    }
    return axes
  }

  private static func zips(_ node: JSONNode) throws(JSONError) -> [[String]] {
    var zips: [[String]] = []
    for item in try node.array() { zips.append(try item.strings()) }
    return zips
  }

  private static func sampling(_ node: JSONNode) throws(JSONError) -> Sampling {
    var object = try node.object()
    let kind = try object.required("kind")
    let count = try object.required("count").integer(in: 1...PointSpace.limit)
    let seed = try object.required("seed").integer(in: 0...Int(Int32.max))
    try object.finish()
    switch try kind.string() {
    case "random": return .random(count: count, seed: seed)
    case "latin-hypercube": return .latinHypercube(count: count, seed: seed)
    default:
      throw kind.failure(
        .invalid(what: "unknown kind of sample", expected: "random or latin-hypercube"))
    }
  }

  private static func constraints(_ node: JSONNode) throws(JSONError) -> [Constraint] {
    var constraints: [Constraint] = []
    for item in try node.array() {
      let text = try item.string()
      constraints.append(try item.checked { () throws(SweepError) in try Constraint(text) })
    }
    return constraints
  }

  private static func objectives(_ node: JSONNode) throws(JSONError) -> [Objective] {
    var objectives: [Objective] = []
    for item in try node.array() {
      let name = try item.string()
      objectives.append(try item.checked { () throws(SweepError) in try Objective(name: name) })
    }
    return objectives
  }
}

extension JSONNode {
  fileprivate func strings() throws(JSONError) -> [String] {
    var texts: [String] = []
    for item in try array() { texts.append(try item.string()) }
    return texts
  }

  /// An error of the sweep, with its place in the file.
  fileprivate func checked<Value>(
    _ body: () throws(SweepError) -> Value
  ) throws(JSONError) -> Value {
    do {
      return try body()
    } catch {
      throw failure(.invalid(what: "\(error)", expected: "a sweep that can be run"))
    }
  }
}

extension SweepSpecification {
  /// The sweep as a file that reads back as the same sweep.
  public var json: JSONOutput {
    let strings: ([String]) -> JSONOutput = { .array($0.map { .string($0) }) }
    var members: [JSONOutput.Member] = [
      .init("profiles", strings(profiles)), .init("networks", strings(networks)),
      .init(
        "axes",
        .array(
          axes.dropFirst(2).map {
            ["vary": .string($0.key.name), "values": .string($0.text)]
          })),
    ]
    if !zips.isEmpty { members.append(.init("zip", .array(zips.map(strings)))) }
    if let sample { members.append(.init("sample", sample)) }
    if !constraints.isEmpty { members.append(.init("where", strings(constraints.map(\.text)))) }
    members.append(.init("objectives", strings(objectives.map(\.rawValue))))
    return .object(members)
  }

  private var sample: JSONOutput? {
    switch sampling {
    case .grid: nil
    case .random(let count, let seed):
      ["kind": "random", "count": .integer(count), "seed": .integer(seed)]
    case .latinHypercube(let count, let seed):
      ["kind": "latin-hypercube", "count": .integer(count), "seed": .integer(seed)]
    }
  }
}
