import Hardware
import JSONText
import LayerGraph
import Quantities
import ReferenceKernels
import Simulation
import Validation

/// This machine measured, and its profile's efficiencies fitted to timed layers.
public struct HostCalibration: Sendable {
  public let machine: HostMachine
  public let speed: HostSpeed
  public let calibration: Calibration
  /// The profile, as `cspsim` reads it.
  public let document: JSONOutput
}

/// Why this machine can't be measured.
public enum HostMeasurementError: Error, Sendable, CustomStringConvertible {
  case network(GraphError)
  case kernels(KernelError)
  case profile(String)

  public var description: String {
    switch self {
    case .network(let error): "calibration network: \(error)"
    case .kernels(let error): "calibration network: \(error)"
    case .profile(let why): "the profile of this machine: \(why)"
    }
  }
}

extension HostCalibration {
  /// Measures for up to half a minute.
  ///
  /// - Parameters:
  ///   - threads: that share each layer of the timed networks, and of runs with the profile.
  ///   - runs: of each network; the fastest counts, layer by layer.
  ///   - progress: called with the share that is done.
  public static func measure(
    threads: Int, runs: Int = 40, progress: (Double) -> Void = { _ in }
  ) throws(HostMeasurementError) -> HostCalibration {
    let machine = HostMachine.current()
    let speed = HostSpeed.measure(machine, threads: machine.cores) { progress(0.2 * $0) }
    let networks: [Network]
    do { networks = try CalibrationNetworks.all() } catch { throw .network(error) }
    var timings: [LayerTiming] = []
    for (index, network) in networks.enumerated() {
      let share = 0.75 / Double(networks.count)
      do {
        let timer = LayerTimer(try GraphExecutor(network, threads: threads))
        let seconds = try timer.fastest(runs: runs) {
          progress(0.2 + share * (Double(index) + $0))
        }
        timings.append(LayerTiming(network: network, seconds: seconds))
      } catch { throw .kernels(error) }
    }
    let result = try HostCalibration(
      machine: machine, speed: speed, threads: threads, timings: timings)
    progress(1)
    return result
  }

  /// Fits a profile to what was measured.
  init(
    machine: HostMachine, speed: HostSpeed, threads: Int, timings: [LayerTiming]
  ) throws(HostMeasurementError) {
    self.machine = machine
    self.speed = speed
    let figures = CalibratedFigure.all(of: .cpu(HostProfile.blank))
    var profile = HostProfile(machine: machine, speed: speed, threads: threads, fitted: [:])
    for figure in figures { profile.fitted[figure.path] = figure.expected }
    let device: Device
    do {
      let text = try profile.document.text(layout: .pretty)
      device = try HardwareProfile(text: text, file: "profile of this machine").device
    } catch { throw .profile("\(error)") }
    let experiments = timings.map { $0.experiment(on: device, threads: threads) }
    calibration = Calibration(experiments, figures: figures, pull: 0.1, leavesOut: true)
    for (figure, value) in zip(calibration.figures, calibration.values) {
      profile.fitted[figure.path] = value
    }
    profile.fittedTo = "\(calibration.fit.count) layers of made-up networks"
    document = profile.document
  }
}

/// The layers of a network as timed.
struct LayerTiming: Sendable {
  let network: Network
  /// By layer.
  let seconds: [Double]

  /// Layers shorter than this are all clock and cache misses.
  private static let shortest = 5e-6

  /// The layers that take long enough to be worth predicting.
  func experiment(on device: Device, threads: Int) -> Experiment {
    let network = network
    let chosen = network.layers.indices.filter {
      network.layers[$0].operation != .input && seconds[$0] > LayerTiming.shortest
    }
    return Experiment(
      group: network.name, threads: threads, device: device, measured: chosen.map { seconds[$0] }
    ) { device in
      guard let simulation = try? Simulator.simulate(network, on: device) else {
        return chosen.map { _ in .greatestFiniteMagnitude }
      }
      let durations = simulation.layerDurations
      return chosen.map { Cycles(max(1, durations[$0])).seconds(at: device.clock) }
    }
  }
}
