import JSONText
import LayerGraph

/// Reads the JSON network specification, whose schema is `examples/network-spec.schema.json`.
public enum SpecificationImporter {
  /// The network that a specification describes.
  ///
  /// - Throws: `ImportError` naming the JSON path and line.
  public static func network(
    text: [UInt8], file: String, options: ImportOptions = ImportOptions()
  ) throws(ImportError) -> ImportedNetwork {
    var specification: CSPSpecification
    do {
      specification = try SpecificationReader.specification(
        try JSONDocument(bytes: text, file: file), name: file.fileBaseName)
    } catch {
      throw ImportError(error)
    }
    if let ratio = options.splitRatio {
      guard (0...1).contains(ratio) else {
        throw specification.place.error(
          "a split ratio of \(ratio) is asked for", "give a number from 0 to 1")
      }
      specification.splitRatio = ratio
    }
    return ImportedNetwork(
      network: try CSPNetworkAssembly.network(specification, options: options))
  }
}

extension ImportError {
  /// The same facts; JSON errors end in what was expected.
  init(_ error: JSONError) {
    let text = "\(error.problem)"
    let end = text.lastIndex(of: ";") ?? text.endIndex
    self.init(
      file: error.file, location: .path(error.path.fromRoot, line: error.position.line),
      problem: String(text[..<end]), remedy: text[end...].dropFirst().trimmed)
  }
}
