import DidYouMean
import LayerGraph
import ModelImport
import ModelZoo

/// What a network argument stands for.
enum NetworkSource {
  case catalogue(CatalogueEntry)
  case file(path: String)

  /// A name of the catalogue comes before a file of that name; write `./name` for the file.
  init(_ reference: String) throws(NetworkChoiceError) {
    if let entry = ModelZoo.entries.first(where: { $0.name == reference }) {
      self = .catalogue(entry)
    } else if FileInput.exists(reference) || NetworkSource.looksLikePath(reference) {
      self = .file(path: reference)
    } else {
      throw .unknown(
        reference, suggestion: Suggestion.closest(to: reference, among: ModelZoo.names))
    }
  }

  /// The catalogue's entry, if the argument is a name.
  var entry: CatalogueEntry? {
    guard case .catalogue(let entry) = self else { return nil }
    return entry
  }

  private static func looksLikePath(_ reference: String) -> Bool {
    reference.contains("/") || NetworkFormat(path: reference) != nil
  }

  /// The network, made as the command line asks. Warnings go to standard error.
  ///
  /// - Throws: `ZooError`, `FileError`, `NetworkChoiceError` or `ImportError`.
  func network(_ request: NetworkRequest) throws -> Network {
    switch self {
    case .catalogue(let entry): return try entry.network(options: request.structure)
    case .file(let path):
      if let option = request.nameOnlyOption {
        throw NetworkChoiceError.onlyByName(option, path: path)
      }
      let imported = try NetworkFile(path: path).imported(request.reading)
      for warning in imported.warnings { StandardError.warn("\(warning)") }
      return imported.network
    }
  }
}
