import Analysis
import Hardware
import LayerGraph
import ModelZoo
import Simulation
import Synchronization

/// Turns points into measurements; workers share one, and with it what their points have in common.
public final class PointEvaluator: Sendable {
  let profiles: [ProfileSupply]
  let networks: [NetworkSupply]
  private let mappings = MappingCache()
  private let madeNetworks = Mutex<[NetworkKey: Network]>([:])
  private let readProfiles = Mutex<[ProfileKey: HardwareProfile]>([:])
  private let measurements = Mutex<[RunKey: TimedPoint]>([:])

  /// Networks and profiles that are kept; few, because neighbouring points share them.
  private static let keep = 256
  /// Measurements that are kept; some kilobytes each, and worth a run.
  private static let keepMeasurements = 1 << 12

  private struct NetworkKey: Hashable {
    let name: String
    let options: NetworkOptions
  }

  private struct ProfileKey: Hashable {
    let name: String
    let overrides: [String]
  }

  /// All that a measurement depends on but for the energy.
  private struct RunKey: Hashable {
    let network: NetworkKey
    let device: Device
  }

  /// A measurement that figures of energy complete.
  private struct TimedPoint {
    let measurement: Measurement
    let works: [EnergyWork]
  }

  public init(profiles: [ProfileSupply], networks: [NetworkSupply]) {
    self.profiles = profiles
    self.networks = networks
  }

  func outcome(_ request: PointRequest) -> Outcome {
    do {
      return .measured(try measurement(request))
    } catch {
      return .failed("\(error)")
    }
  }

  private func measurement(_ request: PointRequest) throws -> Measurement {
    let profile = try profile(request)
    let network = try network(request)
    let key = RunKey(
      network: NetworkKey(name: request.network, options: request.options),
      device: profile.device)
    let point = try measurements.withLock({ $0[key] }) ?? timed(network, on: profile, request)
    measurements.withLock { kept in
      if kept.count >= PointEvaluator.keepMeasurements { kept.removeAll(keepingCapacity: true) }
      kept[key] = point
    }
    return point.measurement.priced(profile.energy, point.works, batch: network.batch)
  }

  private func timed(
    _ network: Network, on profile: HardwareProfile, _ request: PointRequest
  ) throws(SimulationError) -> TimedPoint {
    let run = try PointEvaluator.analyse(network, on: profile, mappings: mappings)
    let supply = networks.first { $0.name == request.network }
    return TimedPoint(
      measurement: Measurement(run, publishedTop1: supply?.publishedTop1(request.options)),
      works: run.energyWorks)
  }

  /// The point's run, for whoever wants more than the measurement.
  func analysis(_ request: PointRequest) throws -> RunAnalysis {
    try PointEvaluator.analyse(network(request), on: profile(request), mappings: mappings)
  }

  /// The one place where a network meets a device.
  static func analyse(
    _ network: Network, on profile: HardwareProfile, mappings: MappingCache
  ) throws(SimulationError) -> RunAnalysis {
    var options = SimulationOptions()
    options.recordsWork = false
    let simulation = try Simulator.simulate(
      network, on: profile.device, options: options, cache: mappings)
    return RunAnalysis(simulation, profile: profile, device: profile.device)
  }

  func network(_ request: PointRequest) throws -> Network {
    let key = NetworkKey(name: request.network, options: request.options)
    if let network = madeNetworks.withLock({ $0[key] }) { return network }
    guard let supply = networks.first(where: { $0.name == request.network }) else {
      throw ZooError.unknownNetwork(name: request.network)
    }
    let network = try supply.make(request.options)
    madeNetworks.withLock { kept in
      if kept.count >= PointEvaluator.keep { kept.removeAll(keepingCapacity: true) }
      kept[key] = network
    }
    return network
  }

  func profile(_ request: PointRequest) throws(ProfileError) -> HardwareProfile {
    let key = ProfileKey(name: request.profile, overrides: request.overrides)
    if let profile = readProfiles.withLock({ $0[key] }) { return profile }
    guard let supply = profiles.first(where: { $0.name == request.profile }) else {
      throw .unknownProfile(request.profile, suggestion: nil)
    }
    let profile = try supply.make(request.overrides)
    readProfiles.withLock { kept in
      if kept.count >= PointEvaluator.keep { kept.removeAll(keepingCapacity: true) }
      kept[key] = profile
    }
    return profile
  }
}
