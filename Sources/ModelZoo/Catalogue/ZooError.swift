import LayerGraph

/// Why a network of the catalogue can't be made.
public enum ZooError: Error, Hashable, Sendable {
  case unknownNetwork(name: String)
  case optionNotAccepted(network: String, option: NetworkOption, accepted: [NetworkOption])
  case shareOutOfRange(network: String, option: NetworkOption, value: Double)
  case growthRateOutOfRange(network: String, value: Int)
  case emptySplit(network: String, stage: Int, ratio: Double, channels: Int)
  /// More channels bypass a stage's blocks than the stage gives.
  case wideBypass(network: String, stage: Int, ratio: Double, bypass: Int, output: Int)
  case inputTooSmall(network: String, input: Spatial, minimum: Int)
  case inputIndivisible(network: String, input: Spatial, by: Int)
  case noStages(network: String)
  case graph(network: String, GraphError)
}

extension ZooError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownNetwork(let name):
      "no network is named '\(name)'; 'cspsim networks list' shows those that are"
    case .optionNotAccepted(let network, let option, let accepted):
      "\(network) has no \(option.phrase); "
        + (accepted.isEmpty
          ? "it takes only an input size and a batch"
          : "it takes \(accepted.map { "--\($0.rawValue)" }.joined(separator: ", "))")
    case .shareOutOfRange(let network, let option, let value):
      "\(network): the \(option.phrase) is \(value); expected a number above 0 and "
        + (option == .compression ? "at most 1" : "below 1")
    case .growthRateOutOfRange(let network, let value):
      "\(network): the growth rate is \(value); expected an even number from 2 to \(Limits.extent)"
    case .emptySplit(let network, let stage, let ratio, let channels):
      "\(network): a split ratio of \(ratio) leaves stage \(stage), which has \(channels) channels, "
        + "nothing on one side; choose a ratio nearer to 0.5"
    case .wideBypass(let network, let stage, let ratio, let bypass, let output):
      "\(network): a split ratio of \(ratio) leads \(bypass) channels past stage \(stage), which "
        + "gives \(output) in all with fusion last; choose a smaller ratio or another fusion"
    case .inputTooSmall(let network, let input, let minimum):
      "\(network): an input of \(input.height)×\(input.width) is too small; "
        + "expected at least \(minimum)×\(minimum)"
    case .inputIndivisible(let network, let input, let factor):
      "\(network): an input of \(input.height)×\(input.width) doesn't work; "
        + "height and width must be multiples of \(factor), such as \(factor * 13)×\(factor * 13)"
    case .noStages(let network): "\(network): a staged network needs at least one stage"
    case .graph(let network, let error): "\(network): \(error)"
    }
  }
}

extension NetworkOption {
  fileprivate var phrase: String {
    switch self {
    case .splitRatio: "split ratio"
    case .fusion: "fusion mode"
    case .split: "choice of split"
    case .growthRate: "growth rate"
    case .compression: "compression"
    }
  }
}
