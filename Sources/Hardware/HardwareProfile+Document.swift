import JSONText

extension HardwareProfile {
  /// Reads a profile and puts the user's overrides in place of its figures.
  ///
  /// - Parameters:
  ///   - bytes: the JSON text; `hardware-profiles/profile.schema.json` describes it.
  ///   - file: the name that errors give the text.
  ///   - overrides: `path=value` texts such as `memory.dram.bandwidth=68GB/s`; a number without a
  ///     unit keeps the figure's own.
  /// - Throws: `ProfileError` for a malformed document, figure or override.
  public init(bytes: [UInt8], file: String, overrides: [String] = []) throws(ProfileError) {
    let header: Header
    do {
      header = try Header(JSONDocument(bytes: bytes, file: file).root)
    } catch {
      throw .document(error)
    }
    var table = try FigureTable(
      root: header.root, sections: header.sections, overrides: overrides)
    let device = try Device(header.kind, &table)
    let energy = try EnergyFigures(&table)
    try table.finish()
    self.init(
      name: header.name, title: header.title, summary: header.summary, device: device,
      figures: table.figures)
    self.energy = energy
    implied = table.implied
    document = Document(bytes: bytes, file: file, overrides: overrides)
  }

  /// The profile with more figures set, each of them as `--set` takes it; one set before gives way.
  ///
  /// - Returns: `nil` for a profile that was not read from a document.
  /// - Throws: `ProfileError` for an override that doesn't fit.
  public func setting(_ changes: [String]) throws(ProfileError) -> HardwareProfile? {
    guard let document else { return nil }
    let paths = changes.map { $0.prefix { $0 != "=" } }
    let kept = document.overrides.filter { !paths.contains($0.prefix { $0 != "=" }) }
    return try HardwareProfile(
      bytes: document.bytes, file: document.file, overrides: kept + changes)
  }

  public init(text: String, file: String, overrides: [String] = []) throws(ProfileError) {
    try self.init(bytes: Array(text.utf8), file: file, overrides: overrides)
  }
}

extension Device {
  fileprivate init(_ kind: Kind, _ table: inout FigureTable) throws(ProfileError) {
    switch kind {
    case .systolic: self = .systolic(try SystolicDevice(&table))
    case .spatial: self = .spatial(try SpatialDevice(&table))
    case .gpu: self = .gpu(try GPUDevice(&table))
    case .cpu: self = .cpu(try CPUDevice(&table))
    }
  }
}

/// The plain texts of a profile, and its other members.
private struct Header {
  let root: JSONNode
  let name: String
  let title: String
  let summary: String
  let kind: Device.Kind
  var sections: [JSONNode] = []

  init(_ root: JSONNode) throws(JSONError) {
    self.root = root
    var object = try root.object()
    _ = try object.optional("$schema")?.string()
    let name = try object.required("name")
    self.name = try name.string()
    guard Self.isName(self.name) else {
      throw name.failure(
        .invalid(
          what: "\(Excerpt(self.name)) is not a profile's name",
          expected: "1 to 64 lower-case letters, digits and hyphens"))
    }
    title = try object.required("title").sentence()
    summary = try object.required("summary").sentence()
    let kind = try object.required("kind")
    guard let known = Device.Kind(rawValue: try kind.string()) else {
      let kinds = Device.Kind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw kind.failure(.invalid(what: "unknown kind of device", expected: "one of \(kinds)"))
    }
    self.kind = known
    let texts: Set = ["$schema", "name", "title", "summary", "kind"]
    for key in object.keys where !texts.contains(key) {
      sections.append(try object.required(key))
    }
  }

  private static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
      }
  }
}
