import CommandLineParsing
import ModelImport
import ModelZoo

/// What the command line says about a network beside which it is.
struct NetworkRequest {
  /// For a network by name.
  var structure: NetworkOptions
  /// For a network from a file.
  var reading: ImportOptions

  init(_ arguments: ParsedArguments) {
    let input = arguments.value(of: NetworkChoices.input)
    let batch = arguments.value(of: NetworkChoices.batch)
    structure = NetworkOptions(
      input: input, batch: batch ?? 1,
      splitRatio: arguments.value(of: NetworkChoices.splitRatio),
      fusion: arguments.value(of: NetworkChoices.fusion),
      split: arguments.value(of: NetworkChoices.split),
      growthRate: arguments.value(of: NetworkChoices.growthRate),
      compression: arguments.value(of: NetworkChoices.compression))
    reading = ImportOptions(
      input: input, batch: batch, splitRatio: structure.splitRatio,
      allowsUnsupported: arguments.has(NetworkChoices.allowsUnsupported))
  }

  /// What a point of a sweep asks of a network.
  init(_ options: NetworkOptions) {
    structure = options
    reading = ImportOptions(
      input: options.input, batch: options.batch == 1 ? nil : options.batch,
      splitRatio: options.splitRatio, allowsUnsupported: false)
  }

  /// The same image and batch for another network, which may not have the other options.
  var withoutStructure: NetworkRequest {
    var request = self
    request.structure = NetworkOptions(input: structure.input, batch: structure.batch)
    request.reading.splitRatio = nil
    return request
  }

  /// The first option that a network from a file can't have, whatever the format is.
  var nameOnlyOption: NetworkOption? {
    if structure.fusion != nil { return .fusion }
    if structure.split != nil { return .split }
    if structure.growthRate != nil { return .growthRate }
    return structure.compression != nil ? .compression : nil
  }
}
