import ModelZoo

/// Why a command has no network to work on, beside what importers and catalogue say themselves.
enum NetworkChoiceError: Error, Hashable, CustomStringConvertible {
  /// Neither a name nor a file.
  case unknown(String, suggestion: String?)
  case unknownFormat(path: String)
  /// An option that changes a network's structure, given with a file.
  case onlyByName(NetworkOption, path: String)

  var description: String {
    switch self {
    case .unknown(let name, let suggestion):
      "no network or file is named '\(name)'"
        + (suggestion.map { "; did you mean '\($0)'?" }
          ?? "; 'cspsim networks list' shows the networks")
    case .unknownFormat(let path):
      """
      \(path): is no kind of network that cspsim knows; expected a darknet .cfg, an .onnx model, \
      a SCALE-Sim topology .csv or a network specification .json
      """
    case .onlyByName(.splitRatio, let path):
      "\(path): --split-ratio changes only networks by name and JSON specifications; "
        + "leave it out for this file"
    case .onlyByName(let option, let path):
      "\(path): --\(option.rawValue) changes only networks by name; leave it out for a file"
    }
  }
}
