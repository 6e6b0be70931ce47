import Hardware
import LayerGraph
import ModelImport
import ModelZoo
import Sweeps

extension PointEvaluator {
  /// The profiles and networks of a sweep, read from the catalogues or from files.
  convenience init(_ specification: SweepSpecification) throws {
    self.init(
      profiles: try specification.profiles.map { try ProfileSupply(reference: $0) },
      networks: try specification.networks.map { try NetworkSupply(reference: $0) })
  }
}

extension ProfileSupply {
  /// A file is read once, so that every point sees the same text.
  init(reference: String) throws {
    guard let path = try ProfileChoices.file(of: reference) else {
      self.init(builtIn: reference)
      return
    }
    let bytes = try FileInput.bytes(of: path, limit: ProfileChoices.fileLimit)
    self.init(name: reference) { overrides throws(ProfileError) in
      try HardwareProfile(bytes: bytes, file: path, overrides: overrides)
    }
  }
}

extension NetworkSupply {
  init(reference: String) throws {
    let source = try NetworkSource(reference)
    switch source {
    case .catalogue(let entry): self.init(entry)
    case .file(let path):
      self.init(name: path) { options in
        try source.network(NetworkRequest(options))
      }
    }
  }
}
