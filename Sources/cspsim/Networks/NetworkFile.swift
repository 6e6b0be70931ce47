import ModelImport

/// A file that describes a network, in any of the formats.
struct NetworkFile {
  let path: String

  /// - Throws: `FileError`, `NetworkChoiceError` or `ImportError`.
  func imported(_ options: ImportOptions) throws -> ImportedNetwork {
    // A model's weights may be larger than memory, so it is read only where it matters.
    if NetworkFormat(path: path) == .onnx {
      try checkSplitRatio(options, of: .onnx)
      try FileInput.check(path)
      return try ONNXImporter.network(
        source: FileByteSource(path: path), file: path, options: options)
    }
    let bytes = try FileInput.bytes(of: path)
    let format = NetworkFormat(path: path, content: bytes)
    try checkSplitRatio(options, of: format)
    switch format {
    case .onnx:
      return try ONNXImporter.network(
        source: MemoryByteSource(bytes), file: path, options: options)
    case .darknet:
      return try DarknetImporter.network(text: bytes, file: path, options: options)
    case .scaleSim:
      return try ScaleSimTopology.network(text: bytes, file: path, options: options)
    case .specification:
      return try SpecificationImporter.network(text: bytes, file: path, options: options)
    case nil: throw NetworkChoiceError.unknownFormat(path: path)
    }
  }

  /// Only a specification says where its channels are split.
  private func checkSplitRatio(
    _ options: ImportOptions, of format: NetworkFormat?
  ) throws(NetworkChoiceError) {
    guard options.splitRatio != nil, let format, format != .specification else { return }
    throw .onlyByName(.splitRatio, path: path)
  }
}
