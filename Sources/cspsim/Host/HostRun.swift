import CommandLineParsing
import Hardware
import HostMeasurement
import LayerGraph
import ReferenceKernels

/// A network run on this machine, to be laid beside its prediction.
struct HostRun {
  static let measure = Flag(
    "measure",
    help: "With the profile host: run the network here too, and show predictions beside times.")

  let network: Network
  let threads: Int

  /// - Throws: `HostProfileError.notThisMachine` unless the profile describes our own kernels.
  init(_ network: Network, on profile: HardwareProfile) throws(HostProfileError) {
    guard case .cpu(let device) = profile.device, device.library == .planar else {
      throw .notThisMachine(profile: profile.name)
    }
    self.network = network
    threads = device.threads
  }

  /// Each layer's shortest time over several runs, for the batch.
  func seconds() throws -> [Double] {
    let timer = LayerTimer(try GraphExecutor(network, threads: threads))
    var bar = ProgressBar(label: "measuring \(network.name)")
    defer { bar.clear() }
    return try timer.fastest(runs: 20) { bar.update($0) }
  }
}
