import ModelImport

/// A file that describes a network, in any of the formats.
struct NetworkFile {
  let path: String

  func imported(_ options: ImportOptions) throws -> ImportedNetwork {
    let bytes = try FileInput.bytes(of: path)
    guard let format = NetworkFormat(path: path, content: bytes) else {
      throw NetworkChoiceError.unknownFormat(path: path)
    }
    throw NetworkChoiceError.unknownFormat(path: "\(path) \(format)")
  }
}
