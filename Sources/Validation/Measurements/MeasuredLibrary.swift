import Hardware

extension GPULibrary {
  /// Libraries by the start of the names that measurements give them.
  private static let frameworks: [(name: String, library: GPULibrary)] = [
    ("TensorRT", .tensorRT), ("tkDNN", .tkDNN), ("cuDNN", .cuDNN), ("PyTorch", .pyTorch),
    ("Torch7", .pyTorch), ("darknet", .darknet), ("ncnn-vulkan", .ncnnVulkan),
    ("TFLite GPU", .tfliteGPU), ("TNN-OpenCL", .openCL), ("Paddle-Lite", .openCL),
  ]

  /// The library that a measurement calls so, or `nil` if it is none of these.
  init?(framework: String) {
    guard let found = Self.frameworks.first(where: { framework.hasPrefix($0.name) }) else {
      return nil
    }
    self = found.library
  }
}
