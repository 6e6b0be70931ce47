import JSONText
import LayerGraph

/// Reads a specification's members; every key that it doesn't know is an error.
enum SpecificationReader {
  static func specification(
    _ document: JSONDocument, name: String
  ) throws(JSONError) -> CSPSpecification {
    var object = try document.root.object()
    // An editor's link to the schema.
    _ = object.optional("$schema")
    let block = try object.optional("block").map(SpecificationReader.block) ?? .resNet
    let specification = CSPSpecification(
      name: try object.optional("name")?.string() ?? name,
      input: try object.optional("input_size").map(SpecificationReader.extent) ?? Spatial(224),
      inputChannels: try object.optional("in_channels")?.extent() ?? 3,
      stemChannels: try object.required("stem_channels").extent(),
      stages: try stages(object.required("stage_defs"), block: block),
      classes: try object.optional("num_classes")?.extent() ?? 1000,
      splitRatio: try object.optional("split_ratio")?.number(in: 0...1) ?? 0.5,
      pooling: try object.optional("global_pool").map(SpecificationReader.pooling) ?? .average,
      hasDropout: (try object.optional("dropout")?.number(in: 0...1) ?? 0) > 0,
      featureChannels: try object.optional("feature_channels")?.extentOrNull(),
      preKernelSize: try object.optional("pre_kernel_size")?.integer(in: 1...255) ?? 1,
      place: SpecificationPlace(document.root))
    try object.finish()
    return specification
  }

  private static func stages(
    _ node: JSONNode, block: CSPSpecification.Block
  ) throws(JSONError) -> [CSPSpecification.Stage] {
    var stages: [CSPSpecification.Stage] = []
    for element in try node.array() { stages.append(try stage(element, block: block)) }
    guard !stages.isEmpty else {
      throw node.failure(.invalid(what: "there are no stages", expected: "at least one"))
    }
    return stages
  }

  private static func stage(
    _ node: JSONNode, block: CSPSpecification.Block
  ) throws(JSONError) -> CSPSpecification.Stage {
    if (try? node.array()) != nil {
      let expected =
        "an object with stage_width and num_layers: lucid's documentation and code disagree on"
        + " the order of a tuple"
      throw node.failure(.wrongKind(found: "an array", expected: expected))
    }
    var object = try node.object()
    let stage = CSPSpecification.Stage(
      width: try either("stage_width", "out_channels", in: &object).extent(),
      blocks: try either("num_layers", "num_blocks", in: &object).integer(in: 1...Limits.layers),
      block: try object.optional("block").map(SpecificationReader.block) ?? block,
      downsamples: try object.optional("downsample")?.boolean() ?? true,
      node: SpecificationPlace(node))
    try object.finish()
    return stage
  }

  /// A member that the library's code and its documentation name differently.
  private static func either(
    _ key: String, _ other: String, in object: inout JSONObject
  ) throws(JSONError) -> JSONNode {
    guard let alternative = object.optional(other) else { return try object.required(key) }
    guard object.optional(key) == nil else {
      throw alternative.failure(
        .invalid(what: "\(key) and \(other) mean the same", expected: "one of them"))
    }
    return alternative
  }

  /// `"ResNet"`, `"ResNeXt"`, `"Darknet"`, or an object with `kind`, `groups` and `base_width`.
  private static func block(_ node: JSONNode) throws(JSONError) -> CSPSpecification.Block {
    guard var object = try? node.object() else { return try kind(node) }
    let plain = try kind(object.required("kind"))
    guard case .bottleneck(let groups, let baseWidth) = plain else {
      try object.finish()
      return plain
    }
    let block = CSPSpecification.Block.bottleneck(
      groups: try object.optional("groups")?.extent() ?? groups,
      baseWidth: try object.optional("base_width")?.extent() ?? baseWidth)
    try object.finish()
    return block
  }

  private static func kind(_ node: JSONNode) throws(JSONError) -> CSPSpecification.Block {
    let kind = try node.string()
    switch kind {
    case "ResNet": return .resNet
    case "ResNeXt": return .bottleneck(groups: 32, baseWidth: 4)
    case "Darknet": return .darknet
    default:
      throw node.failure(
        .invalid(
          what: "unknown block \(SourceText.quoted(kind))", expected: "ResNet, ResNeXt or Darknet"))
    }
  }

  private static func pooling(_ node: JSONNode) throws(JSONError) -> PoolingKind {
    let kind = try node.string()
    switch kind {
    case "avg": return .average
    case "max": return .maximum
    default:
      throw node.failure(
        .invalid(what: "unknown pooling \(SourceText.quoted(kind))", expected: "avg or max"))
    }
  }

  /// A side, or height and width.
  private static func extent(_ node: JSONNode) throws(JSONError) -> Spatial {
    guard let sides = try? node.array() else { return Spatial(try node.extent()) }
    guard sides.count == 2 else {
      throw node.failure(
        .invalid(what: "\(sides.count) extents", expected: "height and width, or one number"))
    }
    return Spatial(height: try sides[0].extent(), width: try sides[1].extent())
  }
}

extension CSPSpecification.Block {
  fileprivate static let resNet = CSPSpecification.Block.bottleneck(groups: 1, baseWidth: 64)
}

extension JSONNode {
  fileprivate func extent() throws(JSONError) -> Int { try integer(in: 1...Limits.extent) }

  fileprivate func extentOrNull() throws(JSONError) -> Int? { isNull ? nil : try extent() }
}

extension SpecificationPlace {
  init(_ node: JSONNode) {
    self.init(file: node.file, path: node.path.fromRoot, line: node.value.position.line)
  }
}

extension JSONPath {
  /// With the document itself as `$`, as in `$.stage_defs[0]`.
  var fromRoot: String {
    let path = description
    return path.isEmpty || path.hasPrefix("[") ? "$\(path)" : "$.\(path)"
  }
}
