import Hardware
import Quantities

/// Predicts a CPU as one that nobody has measured: from its own physics, and from the calibrated
/// figures of others with the same kind of core.
///
/// The fractions of peak and the effective bandwidth are the geometric means of the siblings'. Calls
/// and forks take as many cycles. What further threads cost is inverse to what memory takes, where
/// that is known of all.
public enum Transfer {
  /// The profiles of the same kind of core on other boards.
  public static func siblings(of profile: String) -> [String] {
    switch profile {
    case "cortex-a53", "cortex-a53-zero2": ["cortex-a53-rk3399"]
    case "cortex-a53-rk3399": ["cortex-a53", "cortex-a53-zero2"]
    case "cortex-a57-nano": ["cortex-a57-tx2nx"]
    case "cortex-a57-tx2nx": ["cortex-a57-nano"]
    case "cortex-a72": ["cortex-a72-rk3399"]
    case "cortex-a72-rk3399": ["cortex-a72"]
    case "cortex-a76-rk3588": ["cortex-a76-sd855plus"]
    case "cortex-a76-sd855plus": ["cortex-a76-rk3588", "snapdragon-8-gen-2"]
    case "cortex-a78ae-orin": ["cortex-a76-rk3588", "cortex-a76-sd855plus"]
    default: []
    }
  }

  /// The device with its siblings' calibrated figures; `nil` without siblings.
  public static func device(_ device: CPUDevice, from siblings: [CPUDevice]) -> CPUDevice? {
    guard !siblings.isEmpty else { return nil }
    func mean(_ figure: (CPUDevice) -> Double) -> Double {
      let sum = siblings.reduce(0) { $0 + max(figure($1), 1e-9).logarithm }
      return (sum / Double(siblings.count)).exponential
    }
    var result = device
    result.efficiency.matrix = mean(\.efficiency.matrix)
    result.efficiency.spatial = mean(\.efficiency.spatial)
    result.efficiency.winograd = mean(\.efficiency.winograd)
    result.efficiency.depthwise = mean(\.efficiency.depthwise)
    result.efficiency.elementwise = mean(\.efficiency.elementwise)
    result.dramBandwidth = BytesPerSecond(mean(\.dramBandwidth.value))
    result.layerOverhead = Cycles(Int(mean { Double($0.layerOverhead.count) }.rounded()))
    result.forkJoin = Cycles(Int(mean { Double($0.forkJoin.count) }.rounded()))
    let own = device.fillBandwidth?.value
    result.contention = mean { sibling in
      guard let own, let theirs = sibling.fillBandwidth?.value else { return sibling.contention }
      return sibling.contention * theirs / own
    }
    return result
  }
}

extension Trial {
  /// The seconds predicted as if the device had no measurements of its own, or `nil` for one without
  /// siblings.
  func transferredSeconds(profiles: (String) -> HardwareProfile?) -> Double? {
    guard case .cpu(let own) = device else { return nil }
    let siblings = Transfer.siblings(of: profile.name).compactMap { name -> CPUDevice? in
      guard case .cpu(let device)? = profiles(name)?.device else { return nil }
      return device
    }
    guard let device = Transfer.device(own, from: siblings) else { return nil }
    return predictedSeconds(on: .cpu(device))
  }
}
