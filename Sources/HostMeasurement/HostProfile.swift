import Hardware
import JSONText
import Simulation
import Validation

/// What was measured of this machine, as a profile.
struct HostProfile {
  let machine: HostMachine
  let speed: HostSpeed
  /// Threads that share each layer unless a run says otherwise.
  let threads: Int
  /// The calibrated figures' values, by path.
  var fitted: [String: Double]
  var fittedTo = "nothing yet"

  private static let how = "on this machine by cspsim calibrate --host"

  var document: JSONOutput {
    [
      "name": "host", "title": .string("This machine: \(machine.name)"), "kind": "cpu",
      "summary": .string(summary),
      "clock": measured(speed.clock / 1e9, "GHz", "the rate of a chain of one-cycle instructions"),
      "precision": ["operand": said("fp32", "the format that the kernels compute in")],
      "library": ["kernels": said("planar", "the kernels of this program")],
      "cores": cores, "memory": memory, "efficiency": section("efficiency"),
      "control": control,
    ]
  }

  private var summary: String {
    let peaks = speed.peaks.map {
      "\($0.set) \(rounded($0.operations / 1e9)) GFLOP/s on \($0.threads) thread"
        + ($0.threads == 1 ? "" : "s")
    }
    return "Measured here, running cspsim's own kernels. Peak: "
      + peaks.joined(separator: ", ") + "."
  }

  // MARK: - Sections

  private var cores: JSONOutput {
    [
      "count": figure(
        .integer(machine.cores), "cores", "measured", "as the operating system counts them"),
      "fp32": measured(
        speed.peak(threads: 1) / 2 / speed.clock, "MAC/cycle", "the peak of one thread"),
      "threads": figure(
        .integer(threads), "threads", "assumed", "unless --set cores.threads says more"),
      "vector": figure(
        .integer(speed.vectorBytes), "B", "measured", "the widest registers that kernels use"),
    ]
  }

  private var memory: JSONOutput {
    var members: [JSONOutput.Member] = [.init("cache", largestCache)]
    for (index, size) in machine.caches.prefix(3).enumerated() {
      let level: JSONOutput = [
        "size": figure(.integer(size), "B", "measured", "as the operating system says"),
        "bandwidth": measured(
          speed.bandwidth(ofCache: index, machine.caches) / 1e9, "GB/s",
          "what one thread reads of a working set of that level"),
      ]
      members.append(.init("l\(index + 1)", level))
    }
    let dram: JSONOutput = [
      "bandwidth": measured(
        speed.dramBandwidth(threads: machine.cores) / 1e9, "GB/s", "what all threads read together"
      ),
      "core_bandwidth": measured(
        speed.dramBandwidth(threads: 1) / 1e9, "GB/s", "what one thread reads"),
    ]
    members.append(.init("dram", dram))
    return .object(members)
  }

  private var largestCache: JSONOutput {
    guard let size = machine.caches.last else {
      return figure(
        .integer(1 << 20), "B", "assumed", "a common size, as the operating system says nothing")
    }
    return figure(.integer(size), "B", "measured", "as the operating system says")
  }

  private var control: JSONOutput {
    guard case .object(var members) = section("control") else { return [:] }
    members += [
      .init(
        "fork_join",
        measured((speed.forkJoin.last ?? 0) * 1e6, "us", "threads that were given nothing to do")),
      .init(
        "contention",
        measured(speed.contention, "of peak", "the peaks of one thread and of several")),
    ]
    return .object(members)
  }

  /// The calibrated figures under a path.
  private func section(_ name: String) -> JSONOutput {
    let figures = CalibratedFigure.all(of: .cpu(HostProfile.blank))
    let members = figures.compactMap { figure -> JSONOutput.Member? in
      guard figure.path.hasPrefix(name + "."), let value = fitted[figure.path] else { return nil }
      return .init(
        String(figure.path.dropFirst(name.count + 1)),
        self.figure(
          .number(rounded(value)), figure.unit, "calibrated",
          "measured \(HostProfile.how): fitted to \(fittedTo)"))
    }
    return .object(members)
  }

  static var blank: CPUDevice {
    var device = CPUDevice()
    device.library = .planar
    return device
  }

  // MARK: - Figures

  private func measured(_ value: Double, _ unit: String, _ how: String) -> JSONOutput {
    figure(
      .number(rounded(max(value, 1e-4))), unit, "measured", "\(HostProfile.how): \(how)")
  }

  private func said(_ word: String, _ why: String) -> JSONOutput {
    ["value": .string(word), "measured": .string(why)]
  }

  private func figure(
    _ value: JSONOutput, _ unit: String, _ provenance: String, _ text: String
  ) -> JSONOutput {
    .object([
      .init("value", value), .init("unit", .string(unit)), .init(provenance, .string(text)),
    ])
  }
}

/// Four digits, which is more than measurements tell.
func rounded(_ value: Double) -> Double {
  guard value > 0, value.isFinite else { return 0 }
  var scale = 1.0
  while value * scale < 1000 { scale *= 10 }
  while value * scale >= 10000 { scale /= 10 }
  return (value * scale).rounded() / scale
}

extension HostSpeed {
  /// The best instruction set's, in operations a second.
  func peak(threads: Int) -> Double {
    peaks.filter { $0.threads == threads }.map(\.operations).max() ?? 1
  }

  /// Of the kernels in use: a peak that doubles doubles the registers.
  var vectorBytes: Int {
    switch peaks.last?.set {
    case "x86-64-v4": 64
    case "x86-64-v3": 32
    default: 16
    }
  }

  /// By how much each further thread slows the others when all only multiply and add.
  var contention: Double {
    let threads = peaks.map(\.threads).max() ?? 1
    guard threads > 1 else { return 0 }
    return max(0, peak(threads: 1) * Double(threads) / peak(threads: threads) - 1)
      / Double(threads - 1)
  }

  /// Of a working set half a cache in size, which earlier levels hold little of.
  func bandwidth(ofCache index: Int, _ caches: [Int]) -> Double {
    let size = caches[index]
    let fitting = readings.filter { $0.threads == 1 && $0.bytes <= size / 2 }
    return (fitting.last ?? readings.first)?.bandwidth ?? 1
  }

  /// Of the largest working set.
  func dramBandwidth(threads: Int) -> Double {
    let last = readings.map(\.bytes).max() ?? 0
    let own = readings.filter { $0.bytes == last && $0.threads <= threads }
    return own.map(\.bandwidth).max() ?? 1
  }
}
