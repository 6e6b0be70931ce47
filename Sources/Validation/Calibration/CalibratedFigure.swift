import Hardware
import Quantities

/// A figure of a profile that no data sheet gives and that measurements are fitted for.
public struct CalibratedFigure: Sendable {
  /// The path in the profile.
  public let path: String
  public let unit: String
  /// What the figure is expected to be before any measurement, in the profile's unit.
  public let expected: Double
  /// Sets the figure, given in the profile's unit.
  let set: @Sendable (inout Device, Double) -> Void

  /// The figures of a device of this kind; at most eight.
  public static func all(of device: Device) -> [CalibratedFigure] {
    switch device {
    case .systolic(let device): device.holdsWeights ? linkedArray : []
    case .spatial: []
    case .cpu(let device): device.library == .planar ? planarCPU : cpu
    case .gpu: gpu
    }
  }

  private static let cpu: [CalibratedFigure] = [
    cpuFigure("efficiency.matrix", expected: 0.9) { device, value in
      device.efficiency.matrix = value
      device.efficiency.spatial = value
    },
    cpuFigure("efficiency.winograd", expected: 0.65) { $0.efficiency.winograd = $1 },
    cpuFigure("efficiency.depthwise", expected: 0.4) { $0.efficiency.depthwise = $1 },
    cpuFigure("efficiency.elementwise", expected: 0.13) { $0.efficiency.elementwise = $1 },
    cpuFigure("memory.dram.bandwidth", unit: "GB/s", expected: 8) {
      $0.dramBandwidth = BytesPerSecond($1 * 1e9)
    },
    cpuFigure("control.layer", unit: "us", expected: 12) { device, value in
      device.layerOverhead = device.clock.cycles(microseconds: value)
    },
    cpuFigure("control.fork_join", unit: "us", expected: 5) { device, value in
      device.forkJoin = device.clock.cycles(microseconds: value)
    },
    cpuFigure("control.contention", expected: 0.1) { $0.contention = $1 },
  ]

  /// Of this program's own kernels; bandwidths and the cost of threads are measured by themselves.
  private static let planarCPU: [CalibratedFigure] = [
    cpuFigure("efficiency.matrix", expected: 0.8) { $0.efficiency.matrix = $1 },
    cpuFigure("efficiency.spatial", expected: 0.7) { $0.efficiency.spatial = $1 },
    cpuFigure("efficiency.depthwise", expected: 0.3) { $0.efficiency.depthwise = $1 },
    cpuFigure("efficiency.grouped", expected: 0.4) { $0.efficiency.grouped = $1 },
    cpuFigure("efficiency.elementwise", expected: 0.2) { $0.efficiency.elementwise = $1 },
    cpuFigure("efficiency.pooling", expected: 0.2) { $0.efficiency.pooling = $1 },
    cpuFigure("efficiency.scalar", unit: "cycles/element", expected: 5) { $0.scalarCycles = $1 },
    cpuFigure("control.layer", unit: "us", expected: 5) { device, value in
      device.layerOverhead = device.clock.cycles(microseconds: value)
    },
  ]

  private static let gpu: [CalibratedFigure] = [
    gpuFigure("efficiency.matrix", expected: 0.35) { $0.efficiency.matrix = min(1, $1) },
    gpuFigure("efficiency.spatial", expected: 0.3) { $0.efficiency.spatial = min(1, $1) },
    gpuFigure("efficiency.winograd", expected: 0.25) { $0.efficiency.winograd = min(1, $1) },
    gpuFigure("efficiency.depthwise", expected: 0.06) { $0.efficiency.depthwise = min(1, $1) },
    gpuFigure("multiprocessors.step_latency", unit: "ns", expected: 150) { device, value in
      device.stepLatency = value * 1e-9 * device.clock.value
    },
    gpuFigure("memory.dram.efficiency", expected: 0.4) { $0.dramEfficiency = min(1, $1) },
    gpuFigure("control.launch", unit: "us", expected: 20) { device, value in
      device.launch = device.clock.cycles(microseconds: value)
    },
    gpuFigure("control.call", unit: "us", expected: 200) { device, value in
      device.call = device.clock.cycles(microseconds: value)
    },
  ]

  /// Of an array that gets over one link what it doesn't hold: weights, inputs and outputs.
  private static let linkedArray: [CalibratedFigure] = [
    arrayFigure("control.launch", unit: "ms", expected: 1) { device, value in
      device.array.launchCycles = device.clock.cycles(microseconds: value * 1e3).count
    },
    arrayFigure("memory.dram.bandwidth", unit: "MB/s", expected: 400) { device, value in
      device.dramBandwidth = BytesPerSecond(value * 1e6)
      device.hostBandwidth = device.dramBandwidth
    },
  ]

  private static func arrayFigure(
    _ path: String, unit: String, expected: Double,
    set: @escaping @Sendable (inout SystolicDevice, Double) -> Void
  ) -> CalibratedFigure {
    CalibratedFigure(path: path, unit: unit, expected: expected) { device, value in
      guard case .systolic(var array) = device else { return }
      set(&array, value)
      device = .systolic(array)
    }
  }

  private static func cpuFigure(
    _ path: String, unit: String = "of peak", expected: Double,
    set: @escaping @Sendable (inout CPUDevice, Double) -> Void
  ) -> CalibratedFigure {
    CalibratedFigure(path: path, unit: unit, expected: expected) { device, value in
      guard case .cpu(var cpu) = device else { return }
      set(&cpu, value)
      device = .cpu(cpu)
    }
  }

  private static func gpuFigure(
    _ path: String, unit: String = "of peak", expected: Double,
    set: @escaping @Sendable (inout GPUDevice, Double) -> Void
  ) -> CalibratedFigure {
    CalibratedFigure(path: path, unit: unit, expected: expected) { device, value in
      guard case .gpu(var gpu) = device else { return }
      set(&gpu, value)
      device = .gpu(gpu)
    }
  }
}

extension Hertz {
  fileprivate func cycles(microseconds: Double) -> Cycles {
    Cycles(Int((microseconds * 1e-6 * value).rounded(.up)))
  }
}
