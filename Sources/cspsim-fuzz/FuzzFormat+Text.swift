import ModelImport

extension FuzzFormat {
  static let darknet = text("cfg") { bytes throws(ImportError) in
    let options = ImportOptions(allowsUnsupported: bytes.count.isMultiple(of: 2))
    _ = try DarknetImporter.network(text: bytes, file: "mutant", options: options)
  }

  static let topology = text("topology") { bytes throws(ImportError) in
    _ = try ScaleSimTopology.network(text: bytes, file: "mutant")
  }

  static let architecture = text("architecture") { bytes throws(ImportError) in
    _ = try ScaleSimArchitecture.read(text: bytes, file: "mutant")
  }

  static let specification = text("json") { bytes throws(ImportError) in
    _ = try SpecificationImporter.network(text: bytes, file: "mutant")
  }

  /// A quarter of the mutants are damaged as bytes, the others as lines and numbers.
  private static func text(
    _ name: String, read: @escaping @Sendable ([UInt8]) throws(ImportError) -> Void
  ) -> FuzzFormat {
    FuzzFormat(
      name: name,
      mutant: { bytes, random in
        random.below(4) == 0
          ? ByteMutator.mutant(of: bytes, &random) : TextMutator.mutant(of: bytes, &random)
      },
      refusal: { bytes in
        do throws(ImportError) {
          try read(bytes)
          return nil
        } catch {
          return error.problem
        }
      })
  }
}
