import LayerGraph

/// Reads darknet network configurations (`.cfg`; pjreddie's and AlexeyAB's dialects).
///
/// Each section is one layer, so that section numbers in `route` and `shortcut` stay readable: a
/// layer's name starts with its section's number. The batch in `[net]` is a training figure and is
/// not read; stages follow the resolution.
public enum DarknetImporter {
  /// The network that a configuration describes.
  ///
  /// - Parameters:
  ///   - text: the file's bytes.
  ///   - file: the file's name as messages print it.
  ///   - options: extents to use instead of the file's.
  /// - Throws: `ImportError` naming the line.
  public static func network(
    text: [UInt8], file: String, options: ImportOptions = ImportOptions()
  ) throws(ImportError) -> ImportedNetwork {
    let sections = try DarknetParser.sections(text, file: file)
    guard let header = sections.first else {
      throw ImportError(
        file: file, location: .file, problem: "the file has no section",
        remedy: "give a darknet configuration, which starts with [net]")
    }
    guard DarknetSectionKind(header: header.header) == .network else {
      throw header.error("is the first section", "start a darknet configuration with [net]")
    }
    guard sections.count > 1 else {
      throw header.error("is the only section", "add layers, such as [convolutional]")
    }
    var assembly = try DarknetAssembly(
      header: header, first: sections[1], name: file.fileBaseName, options: options)
    for section in sections.dropFirst() { try assembly.append(section) }
    return try assembly.finish()
  }
}
