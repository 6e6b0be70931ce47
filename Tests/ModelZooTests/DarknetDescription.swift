/// As much of a darknet description as decides the shapes of its convolutions: a reader for tests
/// alone, which shares nothing with the importer.
struct DarknetDescription {
  private var sections: [(kind: Substring, values: [Substring: Substring])] = []

  init(text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.prefix { $0 != "#" && $0 != ";" }.filter { !$0.isWhitespace }[...]
      if line.hasPrefix("[") {
        sections.append((line.dropFirst().dropLast(), [:]))
      } else if let equals = line.firstIndex(of: "=") {
        sections[sections.count - 1].values[line[..<equals]] = line[line.index(after: equals)...]
      }
    }
  }

  /// Of each convolution: input channels, filters, kernel, stride, groups, output height, and
  /// whether it is normalised.
  func convolutions(height: Int) -> [[Int]] {
    var outputs: [(channels: Int, height: Int)] = []
    var (channels, height) = (3, height)
    var convolutions: [[Int]] = []
    for section in sections.dropFirst() {
      func value(_ key: Substring, _ fallback: Int) -> Int {
        section.values[key].flatMap { Int($0) } ?? fallback
      }
      let (size, stride) = (value("size", 1), value("stride", 1))
      switch section.kind {
      case "convolutional":
        let padding = value("pad", 0) == 1 ? size / 2 : value("padding", 0)
        height = (height + 2 * padding - size) / stride + 1
        let filters = value("filters", 1)
        convolutions.append([
          channels, filters, size, stride, value("groups", 1), height, value("batch_normalize", 0),
        ])
        channels = filters
      case "maxpool": height = (height - 1) / stride + 1
      case "upsample": height *= value("stride", 2)
      case "avgpool": height = 1
      case "route":
        let sources = (section.values["layers"] ?? "").split(separator: ",").compactMap { Int($0) }
          .map { $0 < 0 ? outputs.count + $0 : $0 }
        channels = sources.reduce(0) { $0 + outputs[$1].channels } / value("groups", 1)
        height = outputs[sources[0]].height
      default: break
      }
      outputs.append((channels, height))
    }
    return convolutions
  }
}
