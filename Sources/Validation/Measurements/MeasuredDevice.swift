import Quantities

/// A device of the measurements: the profile that describes it, and the libraries it describes.
public struct MeasuredDevice: Hashable, Sendable {
  /// The key in a measurement's `profile` column.
  public let key: String
  /// The name of a built-in profile.
  public let profile: String
  /// Libraries whose kernels the profile's calibrated figures stand for, by the start of their names.
  public let frameworks: [String]
  /// Only boards whose name contains this; sources' tables call several boards by one key.
  let board: String

  public static let all: [MeasuredDevice] = [
    MeasuredDevice("asic-edgetpu", "edge-tpu", ["TFLite", "Edge TPU"]),
    MeasuredDevice("asic-eyerissv1", "eyeriss-v1", ["chip"]),
    MeasuredDevice("cpu-a53-rk3399", "cortex-a53-rk3399", ["ncnn"]),
    MeasuredDevice("cpu-a53-rpi3bplus", "cortex-a53", ["ncnn"]),
    MeasuredDevice("cpu-a53-rpizero2", "cortex-a53-zero2", ["ncnn"]),
    MeasuredDevice("cpu-a55-rk3588", "cortex-a55-rk3588", ["ncnn"]),
    MeasuredDevice("cpu-a57-nano", "cortex-a57-nano", ["ncnn"]),
    MeasuredDevice("cpu-a57-tx2nx", "cortex-a57-tx2nx", ["ncnn"]),
    MeasuredDevice("cpu-a72-rk3399", "cortex-a72-rk3399", ["ncnn"]),
    MeasuredDevice("cpu-a72-rpi4", "cortex-a72", ["ncnn"]),
    MeasuredDevice("cpu-a73-sd835", "cortex-a73-sd835", ["ncnn"]),
    MeasuredDevice("cpu-a76-rk3588", "cortex-a76-rk3588", ["ncnn"]),
    MeasuredDevice("cpu-a76-rpi5", "cortex-a76-rpi5", ["ncnn"]),
    // The benchmark's entry is of a Snapdragon 8 Gen 2 (SM8550), whatever the key says.
    MeasuredDevice("cpu-a76-sd855", "snapdragon-8-gen-2", ["ncnn"]),
    MeasuredDevice("cpu-a76-sd855plus", "cortex-a76-sd855plus", ["ncnn"]),
    MeasuredDevice("cpu-a78ae-agx-orin", "cortex-a78ae-orin", ["ncnn"]),
    MeasuredDevice("cpu-carmel-agx-xavier", "carmel-xavier", ["ncnn"]),
    MeasuredDevice("cpu-emr-8573c", "xeon", ["ncnn"]),
    MeasuredDevice("cpu-emr-thisvm", "xeon", ["ncnn"]),
    MeasuredDevice("cpu-i7-4790k", "i7-4790k", ["darknet"]),
    MeasuredDevice("cpu-i9-9900k", "i9-9900k", ["OpenCV DNN", "ncnn"]),
    MeasuredDevice("gpu-adreno630", "adreno-630", ["TFLite GPU", "TNN-OpenCL", "Paddle-Lite"]),
    MeasuredDevice("gpu-adreno640", "adreno-740", ["ncnn-vulkan"], board: "Adreno 740"),
    MeasuredDevice("gpu-adreno640", "adreno-640", ["ncnn-vulkan", "Paddle-Lite"]),
    MeasuredDevice(
      "gpu-gtx1080ti", "gtx-1080-ti", ["cuDNN", "PyTorch", "Torch7 cuDNN", "darknet"]),
    MeasuredDevice("gpu-malig76-kirin990", "mali-g76", ["Paddle-Lite"]),
    MeasuredDevice("gpu-nano", "jetson-nano", ["ncnn-vulkan"]),
    MeasuredDevice("gpu-rtx2070", "rtx-2070", ["darknet"]),
    MeasuredDevice("gpu-tx2", "jetson-tx2", ["TensorRT", "tkDNN", "darknet"]),
    MeasuredDevice("gpu-tx2nx", "jetson-tx2-nx", ["ncnn-vulkan"]),
  ]

  private init(_ key: String, _ profile: String, _ frameworks: [String], board: String = "") {
    (self.key, self.profile, self.frameworks) = (key, profile, frameworks)
    self.board = board
  }

  /// The device that a measurement is of; a key that isn't listed is a profile's own name, measured
  /// with the library that the profile describes.
  public static func of(_ measurement: Measurement) -> MeasuredDevice {
    let key = measurement.device
    return all.first { $0.key == key && ($0.board.isEmpty || measurement.board.contains($0.board)) }
      ?? MeasuredDevice(key, key, [""])
  }

  /// The clock of the power mode that a board which draws so much is in, or `nil` for the
  /// profile's own.
  ///
  /// Jetson TX2: 854 MHz in MAX-Q, which draws up to 7.5 W, and 1122 MHz in MAX-P (NVIDIA, Jetson
  /// TX2 power modes); the benchmark's three modes draw 6 to 7.2, 8 to 9.6 and above 11 W.
  func clock(at watts: Double?) -> Hertz? {
    guard key == "gpu-tx2", let watts else { return nil }
    return watts < 7.6 ? Hertz(854e6) : watts < 10.5 ? Hertz(1122e6) : nil
  }

  /// Whether the profile stands for a board of this name.
  ///
  /// The Edge TPU streams weights over its link, so it is described on one: USB 3 to a desktop.
  func describes(board: String) -> Bool {
    guard key == "asic-edgetpu", !board.isEmpty else { return true }
    let isDesktop = ["desktop", "x86_64 host", "iMac", "MacBook", "USB fast"]
    return isDesktop.contains { board.contains($0) } || board == "Edge TPU USB3"
  }

  /// Whether the profile stands for this library.
  func describes(framework: String) -> Bool {
    framework.isEmpty || frameworks.contains { framework.hasPrefix($0) }
  }
}
