/// The library of kernels that runs a network on a GPU: which kernels it has, what it fuses and what it
/// copies.
public enum GPULibrary: String, Sendable, Hashable, CaseIterable {
  /// NVIDIA's inference compiler.
  case tensorRT = "tensorrt"
  /// TensorRT with activations as plug-ins of their own (github.com/ceccocats/tkDNN).
  case tkDNN = "tkdnn"
  /// One call of cuDNN after another, as benchmarks of single layers make.
  case cuDNN = "cudnn"
  /// PyTorch and Torch7, eager, on cuDNN.
  case pyTorch = "pytorch"
  /// darknet (github.com/AlexeyAB/darknet) on cuDNN.
  case darknet
  /// ncnn (github.com/Tencent/ncnn) on Vulkan.
  case ncnnVulkan = "ncnn-vulkan"
  /// TensorFlow Lite's GPU delegate.
  case tfliteGPU = "tflite-gpu"
  /// OpenCL kernels of phone libraries such as TNN and Paddle-Lite.
  case openCL = "opencl"
}

/// What shares a kernel with the convolution before it: activations, and sums of residual branches.
public enum KernelFusion: String, Sendable, Hashable, CaseIterable {
  /// What the library fuses.
  case library
  /// Nothing.
  case none
  /// Every activation and every sum.
  case all
}
