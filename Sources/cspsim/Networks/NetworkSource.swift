import CommandLineParsing
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

  /// The network, made with the command line's options. Warnings go to standard error.
  func network(_ arguments: ParsedArguments) throws -> Network {
    let options = NetworkOptions(arguments)
    switch self {
    case .catalogue(let entry): return try entry.network(options: options)
    case .file(let path):
      if let option = options.structural { throw NetworkChoiceError.onlyByName(option, path: path) }
      let imported = try NetworkFile(path: path).imported(ImportOptions(arguments))
      for warning in imported.warnings { StandardError.warn("\(warning)") }
      return imported.network
    }
  }
}

extension ImportOptions {
  init(_ arguments: ParsedArguments) {
    self.init(
      input: arguments.value(of: NetworkChoices.input),
      batch: arguments.value(of: NetworkChoices.batch),
      allowsUnsupported: arguments.has(NetworkChoices.allowsUnsupported))
  }
}
