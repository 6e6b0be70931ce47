import LayerGraph

extension DarknetAssembly {
  /// `[route]`: one layer is passed on, several are concatenated; with `groups`, of each only
  /// channel group `group_id`.
  mutating func appendRoute(_ section: DarknetSection) throws(ImportError) {
    let groups = try section.integer("groups", default: 1, in: 1...Limits.extent)
    let group = try section.integer("group_id", default: 0)
    guard group < groups else {
      throw section.error(
        "group_id is \(group)", "expected 0 to \(groups - 1), counted within groups=\(groups)",
        at: section.entry("group_id")?.line)
    }
    let sources = try references(section, key: "layers")
    guard groups > 1 else {
      return try add(sources.count == 1 ? .identity : .concatenate, to: sources, section, "route")
    }
    var slices: [Int] = []
    for (index, source) in sources.enumerated() {
      let range = try channels(of: source, group: group, of: groups, section)
      let label = sources.count == 1 ? "route" : "route slice \(index)"
      try add(.slice(ChannelSlice(range: range)), to: [source], section, label)
      slices.append(current)
    }
    if slices.count > 1 { try add(.concatenate, to: slices, section, "route") }
  }

  /// `[shortcut]`: the sum of the layer before and each of `from`, over the channels in common.
  mutating func appendShortcut(_ section: DarknetSection) throws(ImportError) {
    let sources = try references(section, key: "from")
    try add(
      .add, to: [current] + sources, section, "shortcut",
      activation: try activation(section, default: .linear))
  }

  /// `[scale_channels]` and `[sam]`: the layer `from` times the one before, which may be one value
  /// a channel (or, with `scale_wh`, one a pixel).
  mutating func appendProduct(_ section: DarknetSection) throws(ImportError) {
    let sources = try references(section, key: "from")
    guard sources.count == 1 else {
      throw section.error(
        "from has \(sources.count) layers", "give one", at: section.entry("from")?.line)
    }
    let (factor, product) = (currentShape, builder.shape(of: sources[0]))
    try add(
      .multiply, to: [sources[0], current], section, section.header,
      activation: try activation(section, default: .linear))
    guard currentShape == product else {
      throw section.error(
        "scales a map of \(product) by one of \(factor)",
        "scale by one value a channel or pixel, or by a map of the same shape")
    }
  }

  /// The layers that a list of section numbers names: negative ones count back from this section.
  private func references(
    _ section: DarknetSection, key: String
  ) throws(ImportError) -> [Int] {
    guard let numbers = try section.integers(key) else {
      throw section.error("has no \(key)", "add \(key)=… with section numbers, such as -1")
    }
    var result: [Int] = []
    for number in numbers {
      let target = number < 0 ? self.number + number : number
      guard layers.indices.contains(target) else {
        throw section.error(
          "\(key) is \(number), which is not a section before this one (number \(self.number))",
          self.number == 0
            ? "put it behind the layers it reads"
            : "expected 0 to \(self.number - 1), or -1 to -\(self.number) to count back",
          at: section.entry(key)?.line)
      }
      result.append(layers[target])
    }
    return result
  }

  private func channels(
    of source: Int, group: Int, of groups: Int, _ section: DarknetSection
  ) throws(ImportError) -> Range<Int> {
    let channels = builder.shape(of: source).channels
    guard channels % groups == 0 else {
      throw section.error(
        "groups is \(groups), which doesn't divide the \(channels) channels of the layer it reads",
        "give a divisor", at: section.entry("groups")?.line)
    }
    let size = channels / groups
    return group * size..<(group + 1) * size
  }
}
