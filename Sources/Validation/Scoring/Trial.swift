import Hardware
import LayerGraph
import Quantities
import Simulation

/// Why a measurement isn't predicted.
public enum SkipReason: Hashable, Sendable {
  case unknownDevice
  case otherLibrary(String)
  case otherBoard(String)
  case otherMetric(String)
  case otherPrecision(String)
  case unknownNetwork(String)
  case unstatedThreads
  case unknownPart(String)
  case cannotBuild(String)
}

extension SkipReason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownDevice: "no profile describes the device"
    case .otherLibrary(let name):
      "measured with \(name), whose kernels the profile doesn't describe"
    case .otherBoard(let name): "measured on '\(name)', which the profile doesn't describe"
    case .otherMetric(let name): "'\(name)' is no time or rate of whole runs"
    case .otherPrecision(let name): "no calibrated kernels for '\(name)'"
    case .unknownNetwork(let key): "no network is built for '\(key)'"
    case .unstatedThreads: "the number of threads isn't stated"
    case .unknownPart(let name): "'\(name)' is no part whose time the device's model tells"
    case .cannotBuild(let why): why
    }
  }
}

/// A measurement with the network and the device that it is about, ready to be predicted.
public struct Trial: Sendable {
  public let measurement: Measurement
  public let measuredSeconds: Double
  public let network: Network
  public let profile: HardwareProfile
  public var device: Device
  private let part: MeasuredPart

  /// A reason as an error.
  public struct Skip: Error, Hashable, Sendable {
    public let reason: SkipReason
  }

  /// Finds the measurement's profile and builds its network.
  ///
  /// - Parameter profiles: the profile of a name.
  public init(
    _ measurement: Measurement, profiles: (String) -> HardwareProfile?
  ) throws(Skip) {
    let measured = MeasuredDevice.of(measurement)
    guard let profile = profiles(measured.profile) else { throw Skip(reason: .unknownDevice) }
    guard measured.describes(framework: measurement.framework) else {
      throw Skip(reason: .otherLibrary(measurement.framework))
    }
    guard measured.describes(board: measurement.board) else {
      throw Skip(reason: .otherBoard(measurement.board))
    }
    guard let seconds = measurement.seconds else {
      throw Skip(reason: .otherMetric(measurement.metric))
    }
    network = try measurement.builtNetwork()
    guard let part = MeasuredPart(measurement, of: network),
      part.isWholeRun || profile.device.kind == .spatial
    else { throw Skip(reason: .unknownPart(measurement.network)) }
    self.part = part
    self.measurement = measurement
    measuredSeconds = seconds
    self.profile = profile
    device = try profile.device.configured(for: measurement, of: measured)
  }

  /// The predicted seconds for the batch, or `nil` if the network can't be scheduled.
  public func predictedSeconds(on device: Device) -> Double? {
    guard let simulation = try? Simulator.simulate(network, on: device) else { return nil }
    let cycles = part.isWholeRun ? simulation.trace.makespan : part.cycles(of: simulation)
    return Cycles(cycles).seconds(at: device.clock)
  }
}

extension Measurement {
  fileprivate func builtNetwork() throws(Trial.Skip) -> Network {
    let request = NetworkRequest(
      name: MeasuredNetworks.key(for: self), input: input, batch: batch)
    do {
      if let network = try MeasuredNetworks.network(request) { return network }
    } catch {
      throw Trial.Skip(reason: .cannotBuild(error.description))
    }
    throw Trial.Skip(reason: .unknownNetwork(key))
  }
}

extension Device {
  /// The device in the state in which a measurement was made: its threads and number format.
  fileprivate func configured(
    for measurement: Measurement, of measured: MeasuredDevice
  ) throws(Trial.Skip) -> Device {
    switch self {
    case .systolic, .spatial: return self
    case .gpu(var device):
      if let precision = try measurement.numberFormat() { device.precision = precision }
      device.library = GPULibrary(framework: measurement.framework) ?? device.library
      if let clock = measured.clock(at: measurement.watts) { device.run(at: clock) }
      return .gpu(device)
    case .cpu(var device):
      if let precision = try measurement.numberFormat() { device.precision = precision }
      guard let threads = measurement.threads else { throw Trial.Skip(reason: .unstatedThreads) }
      device.threads = max(1, min(threads, device.cores + device.slowCores))
      if measurement.note.contains("Without AVX512") { device.useHalfVectors() }
      return .cpu(device)
    }
  }
}

extension CPUDevice {
  /// Runs code of half the vector width: the passes that only move data keep their pace, and what
  /// multiplies doesn't.
  ///
  /// The clock rises as little as it was seen to: one core of an Emerald Rapids virtual machine did
  /// 182.9 GFLOP/s with 512-bit FMA and 97.6 GFLOP/s with 256-bit.
  fileprivate mutating func useHalfVectors() {
    widestMACsPerCycle = macsPerCycle
    vectorBits /= 2
    rates.fp32 = rates.fp32.map { $0 / 2 }
    scalarCycles *= 2
    clock = Hertz(clock.value * 2 * 97.6 / 182.9)
  }
}

extension Measurement {
  /// The power that the source notes.
  fileprivate var watts: Double? {
    let label = "power_W="
    guard let place = note.split(separator: " ").first(where: { $0.hasPrefix(label) }) else {
      return nil
    }
    return Double(place.dropFirst(label.count).prefix { $0 != ";" })
  }

  /// The format that the source states, or `nil` if it leaves the profile's own.
  fileprivate func numberFormat() throws(Trial.Skip) -> Precision? {
    switch precision {
    case "", "auto", "fp16/auto": return nil
    case "fp32": return .fp32
    case "fp16": return .fp16
    default: throw Trial.Skip(reason: .otherPrecision(precision))
    }
  }
}
