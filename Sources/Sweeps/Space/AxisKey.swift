/// What an axis of a sweep varies.
public enum AxisKey: Hashable, Sendable {
  case profile
  case network
  case input
  case batch
  case splitRatio
  case fusion
  case split
  case growthRate
  case compression
  /// A figure of the profile by its path, such as `memory.dram.bandwidth`.
  case figure(String)

  /// The keys that aren't figures, in the order of columns.
  public static let named: [AxisKey] = [
    .profile, .network, .input, .batch, .splitRatio, .fusion, .split, .growthRate, .compression,
  ]

  /// Any other name than those of `named` is a figure's path, which only a profile can check.
  public init(name: String) {
    self = AxisKey.named.first { $0.name == name } ?? .figure(name)
  }

  /// As the command line and sweep files spell it.
  public var name: String {
    switch self {
    case .profile: "profile"
    case .network: "network"
    case .input: "input"
    case .batch: "batch"
    case .splitRatio: "split-ratio"
    case .fusion: "fusion"
    case .split: "split"
    case .growthRate: "growth-rate"
    case .compression: "compression"
    case .figure(let path): path
    }
  }

  /// As CSV columns and constraints spell it: without the hyphen, which would subtract.
  public var column: String {
    switch self {
    case .splitRatio: "split_ratio"
    case .growthRate: "growth_rate"
    default: name
    }
  }

  /// Whether the axis changes the network; the others change the device.
  var changesNetwork: Bool {
    switch self {
    case .profile, .figure: false
    default: true
    }
  }
}
