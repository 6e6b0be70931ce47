import LayerGraph
import Testing

@testable import ModelImport

/// Real exports that stand beside the project where it is developed.
private enum Reference {
  static let folder: String = {
    let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/\(package)/../shared/reference/onnx"
  }()

  static var isPresent: Bool { (try? FileByteSource(path: "\(folder)/summary.csv")) != nil }

  struct Row: Sendable, CustomTestStringConvertible {
    let file: String
    let parameters: Int
    let macs: Int
    var testDescription: String { file }
  }

  /// The rows of `summary.csv`: file, …, float_params, macs, ….
  static var rows: [Row] {
    guard let source = try? FileByteSource(path: "\(folder)/summary.csv"),
      let bytes = source.bytes(in: 0..<source.count)
    else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst().map
    {
      let cells = $0.split(separator: ",", omittingEmptySubsequences: false)
      return Row(file: String(cells[0]), parameters: Int(cells[6])!, macs: Int(cells[7])!)
    }
  }
}

@Suite("Real exports", .enabled(if: Reference.isPresent, "../shared/reference is absent"))
struct ReferenceFilesTests {
  @Test("MACs and parameters are those of the file", arguments: Reference.rows)
  fileprivate func counts(row: Reference.Row) throws {
    let source = try FileByteSource(path: "\(Reference.folder)/\(row.file)")
    let imported = try ONNXImporter.network(source: source, file: row.file)
    let counts = imported.network.counts
    #expect(counts.macs == row.macs)
    #expect(imported.warnings.isEmpty)
    #expect(imported.network.batch == 1)
    // The file's floats include each unfolded normalisation's running mean and variance.
    let statistics = imported.network.layers.indices.reduce(0) { sum, index in
      sum + 2 * imported.network.parameterCount(of: index, role: .scale)
    }
    #expect(counts.parameters + statistics == row.parameters)
  }

  @Test("an open batch is the one asked for, else 1, and MACs are those of one image")
  func batch() throws {
    let name = "cspresnet50_224.op17batch.onnx"
    let source = try FileByteSource(path: "\(Reference.folder)/\(name)")
    let eight = try ONNXImporter.network(
      source: source, file: name, options: ImportOptions(batch: 8))
    #expect(eight.network.batch == 8)
    #expect(eight.network.counts.macs == 3_458_752_512)
  }

  @Test("both exporters of PyTorch give the same layers")
  func exporters() throws {
    func operations(_ file: String) throws -> [Operation] {
      let source = try FileByteSource(path: "\(Reference.folder)/\(file)")
      return try ONNXImporter.network(source: source, file: file).network.layers.map(\.operation)
    }
    #expect(
      try operations("cspresnet50_224.op17.onnx") == operations("cspresnet50_224.dynamo.onnx"))
  }
}
