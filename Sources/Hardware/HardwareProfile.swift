import Quantities

/// A device by name, with the source of each of its figures.
public struct HardwareProfile: Sendable, Hashable {
  /// How the command line calls it: lower-case words joined by hyphens.
  public var name: String
  public var title: String
  /// What the device is, in a sentence or two.
  public var summary: String
  public var device: Device
  /// What its work costs in energy, if that is known.
  public var energy: EnergyFigures?
  /// Every figure the device was read from, in the order of the document's reading.
  public var figures: [Figure]
  /// Figures that the document leaves out, with what the model takes instead.
  public internal(set) var implied: [Figure] = []
  /// What it was read from, or `nil` if it is described in code.
  var document: Document?

  /// A document and the overrides it was read with; profiles that say the same are equal wherever
  /// they were read from.
  struct Document: Sendable, Hashable {
    let bytes: [UInt8]
    let file: String
    let overrides: [String]

    static func == (a: Document, b: Document) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
  }

  /// A device described in code; profiles from files carry figures as well.
  public init(
    name: String, title: String = "", summary: String = "",
    device: Device = .systolic(SystolicDevice()), figures: [Figure] = []
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.device = device
    self.figures = figures
  }

  /// The figures that neither a publication nor the device itself backs: assumed, calibrated or set
  /// by the user.
  public var assumptions: [Figure] {
    figures.filter {
      switch $0.provenance {
      case .source, .measured: false
      case .assumed, .calibrated, .override: true
      }
    }
  }
}

/// What kind of machine a profile describes.
public enum Device: Sendable, Hashable {
  case systolic(SystolicDevice)
  case spatial(SpatialDevice)
  case gpu(GPUDevice)
  case cpu(CPUDevice)

  /// The word for it in profiles.
  public enum Kind: String, Sendable, CaseIterable {
    case systolic, spatial, gpu, cpu
  }

  public var kind: Kind {
    switch self {
    case .systolic: .systolic
    case .spatial: .spatial
    case .gpu: .gpu
    case .cpu: .cpu
    }
  }

  /// Whether tensors are placed by the compiler, as on accelerators, and not by a framework.
  public var placesTensors: Bool { kind == .systolic || kind == .spatial }

  /// Lanes of the unit for pooling and element-wise work; `nil` if the device has none of its own,
  /// or one that costs nothing.
  public var vectorLanes: Int? {
    switch self {
    case .systolic(let device): device.vectorLanes
    case .spatial(let device): device.vectorLanes
    case .gpu, .cpu: nil
    }
  }

  /// What that memory (`scratchpad`) is called.
  public var scratchpadName: String { kind == .spatial ? "global buffer" : "scratchpad" }

  /// On-chip memory that software places tensors and tiles in; `nil` if the device has caches
  /// instead, or no limit.
  public var scratchpad: Bytes? {
    switch self {
    case .systolic(let device): device.scratchpad
    case .spatial(let device): device.buffer
    case .gpu, .cpu: nil
    }
  }

  public var clock: Hertz {
    switch self {
    case .systolic(let device): device.clock
    case .spatial(let device): device.clock
    case .gpu(let device): device.clock
    case .cpu(let device): device.clock
    }
  }

  public var dramBandwidth: BytesPerSecond {
    switch self {
    case .systolic(let device): device.dramBandwidth
    case .spatial(let device): device.dramBandwidth
    case .gpu(let device): device.effectiveDRAMBandwidth
    case .cpu(let device): device.dramBandwidth
    }
  }

  /// Bytes of a weight or activation.
  public var operandBytes: Int {
    switch self {
    case .systolic(let device): device.operandBytes
    case .spatial(let device): device.operandBytes
    case .gpu(let device): device.precision.bytes
    case .cpu(let device): device.precision.bytes
    }
  }
}
