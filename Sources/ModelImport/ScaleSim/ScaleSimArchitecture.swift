import LayerGraph

/// What a SCALE-Sim architecture file (`.cfg`, `[architecture_presets]`) says of the machine.
///
/// Figures that the file leaves out are `nil`; the tool's own defaults aren't taken.
public struct ScaleSimArchitecture: Hashable, Sendable {
  public enum Dataflow: String, Hashable, Sendable, CaseIterable {
    case outputStationary = "os"
    case weightStationary = "ws"
    case inputStationary = "is"
  }

  public var arrayRows: Int?
  public var arrayColumns: Int?
  /// Scratchpads, in kB of 1,024 bytes, as the tool counts.
  public var inputSRAMKilobytes: Int?
  public var filterSRAMKilobytes: Int?
  public var outputSRAMKilobytes: Int?
  public var dataflow: Dataflow?
  /// Words (bytes, there) a cycle of each of the three memory ports.
  public var bandwidth: Int?
  /// Whether bandwidth is to be estimated, not limited (`InterfaceBandwidth: CALC`).
  public var estimatesBandwidth = false

  public init() {}
}

extension ScaleSimArchitecture {
  /// Reads the file's `key = value` or `key : value` lines; sections only group them.
  ///
  /// - Throws: `ImportError` naming the line.
  public static func read(text: [UInt8], file: String) throws(ImportError) -> ScaleSimArchitecture {
    var architecture = ScaleSimArchitecture()
    for line in try SourceText.lines(text, file: file) {
      let text = line.text.prefix { $0 != "#" && $0 != ";" }.trimmed
      if text.isEmpty || (text.hasPrefix("[") && text.hasSuffix("]")) { continue }
      guard let separator = text.firstIndex(where: { $0 == ":" || $0 == "=" }) else {
        throw ImportError(
          file: file, location: .line(line.number),
          problem: "\(SourceText.quoted(text)) is neither a section nor an entry",
          remedy: "write key = value or key : value")
      }
      try architecture.set(
        text[..<separator].trimmed, to: text[text.index(after: separator)...].trimmed,
        file: file, line: line.number)
    }
    guard architecture.arrayRows != nil, architecture.arrayColumns != nil else {
      throw ImportError(
        file: file, location: .file, problem: "it gives no array size",
        remedy: "give ArrayHeight and ArrayWidth")
    }
    return architecture
  }

  private mutating func set(
    _ key: String, to value: String, file: String, line: Int
  ) throws(ImportError) {
    func error(_ remedy: String) -> ImportError {
      ImportError(
        file: file, location: .line(line),
        problem: "\(SourceText.quoted(key)) is \(SourceText.quoted(value))", remedy: remedy)
    }
    func number() throws(ImportError) -> Int {
      guard let number = Int(value), (1...Limits.extent).contains(number) else {
        throw error("expected a whole number from 1 to \(Limits.extent)")
      }
      return number
    }
    switch key.lowercased() {
    case "arrayheight": arrayRows = try number()
    case "arraywidth": arrayColumns = try number()
    case "ifmapsramszkb", "ifmapsramsz": inputSRAMKilobytes = try number()
    case "filtersramszkb", "filtersramsz": filterSRAMKilobytes = try number()
    case "ofmapsramszkb", "ofmapsramsz": outputSRAMKilobytes = try number()
    case "bandwidth": bandwidth = try firstNumber(value, number)
    case "dataflow":
      guard let known = Dataflow(rawValue: value.lowercased()) else {
        throw error("expected os, ws or is")
      }
      dataflow = known
    case "interfacebandwidth":
      guard ["CALC", "USER"].contains(value.uppercased()) else {
        throw error("expected CALC or USER")
      }
      estimatesBandwidth = value.uppercased() == "CALC"
    default: break
    }
  }

  /// The tool accepts a list for several ports and uses the first.
  private func firstNumber(
    _ value: String, _ number: () throws(ImportError) -> Int
  ) throws(ImportError) -> Int {
    guard let comma = value.firstIndex(of: ","), let first = Int(value[..<comma].trimmed) else {
      return try number()
    }
    guard (1...Limits.extent).contains(first) else { return try number() }
    return first
  }
}
