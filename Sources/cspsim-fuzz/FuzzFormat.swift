import ModelImport

/// A file format whose importer is fed with damaged files.
struct FuzzFormat: Sendable {
  /// The name on the command line.
  let name: String
  /// A damaged copy of a file.
  let mutant: @Sendable (_ of: [UInt8], _ random: inout RandomSource) -> [UInt8]
  /// Imports a file; returns the reason why not, or `nil` if it is imported.
  let refusal: @Sendable (_ of: [UInt8]) -> String?

  static let all: [FuzzFormat] = [onnx, darknet, topology, architecture, specification]

  /// Half of the mutants have sound Protocol Buffers; half of those allow unsupported operators.
  static let onnx = FuzzFormat(
    name: "onnx",
    mutant: { bytes, random in
      let isStructured = random.below(4) > 0
      return (isStructured ? ProtobufMutator.mutant(of: bytes, &random) : nil)
        ?? ByteMutator.mutant(of: bytes, &random)
    },
    refusal: { bytes in
      let options = ImportOptions(allowsUnsupported: bytes.count.isMultiple(of: 2))
      do throws(ImportError) {
        _ = try ONNXImporter.network(
          source: MemoryByteSource(bytes), file: "mutant", options: options)
        return nil
      } catch {
        return error.problem
      }
    })
}
