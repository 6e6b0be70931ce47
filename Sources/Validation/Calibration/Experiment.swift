import Hardware

/// Times that were measured together, and what a device of given figures is predicted to take.
public struct Experiment: Sendable {
  /// Experiments of one group are left out together.
  public let group: String
  public let threads: Int
  /// The device as it was when measured; the calibrated figures are set in it.
  public let device: Device
  /// Seconds, each above 0.
  public let measured: [Double]
  /// The seconds predicted for a device, in the same order.
  public let predict: @Sendable (Device) -> [Double]

  public init(
    group: String, threads: Int, device: Device, measured: [Double],
    predict: @escaping @Sendable (Device) -> [Double]
  ) {
    self.group = group
    self.threads = threads
    self.device = device
    self.measured = measured
    self.predict = predict
  }
}

extension Trial {
  /// The whole network's time.
  var experiment: Experiment {
    Experiment(
      group: network.name, threads: measurement.threads ?? 0, device: device,
      measured: [measuredSeconds]
    ) { device in [predictedSeconds(on: device) ?? .greatestFiniteMagnitude] }
  }
}
