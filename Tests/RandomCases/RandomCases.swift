import Hardware
import LayerGraph
import Quantities

/// SplitMix64: the same numbers on every machine.
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A small random network with branches, concatenations, slices and every kind of layer.
public func randomNetwork(_ random: inout SeededGenerator) throws -> Network {
  var builder = NetworkBuilder(name: "random", batch: Int.random(in: 1...2, using: &random))
  let side = Int.random(in: 5...24, using: &random)
  var last = try builder.input(
    Shape(channels: Int.random(in: 1...6, using: &random), height: side, width: side + 1))
  var made = [last]
  for _ in 0..<Int.random(in: 3...12, using: &random) {
    last = try addRandomLayer(&builder, to: last, made: made, &random)
    made.append(last)
  }
  return try builder.build()
}

/// Blocks of random branches that each begin from one layer and are joined by a concatenation.
public func randomBranches(_ random: inout SeededGenerator) throws -> Network {
  var builder = NetworkBuilder(name: "branches", batch: Int.random(in: 1...2, using: &random))
  var last = try builder.input(Shape(channels: 3, height: 12, width: 11))
  for _ in 0..<Int.random(in: 1...3, using: &random) {
    var ends: [Int] = []
    for _ in 0..<Int.random(in: 2...4, using: &random) {
      var end = last
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let convolution = Convolution(
          filters: Int.random(in: 1...24, using: &random),
          window: Window([1, 3].randomElement(using: &random) ?? 1))
        let layer = try builder.add(.convolution(convolution), to: end, activation: .relu)
        let twins = [end, ends.last].compactMap(\.self).filter {
          builder.shape(of: $0) == builder.shape(of: layer)
        }
        end = try twins.first.map { try builder.add(.add, to: [layer, $0]) } ?? layer
      }
      ends.append(end)
    }
    last = try builder.add(.concatenate, to: ends)
  }
  return try builder.build()
}

/// A small random GPU with several streams.
public func randomStreams(_ count: Int, _ random: inout SeededGenerator) -> GPUDevice {
  while true {
    guard case .gpu(var device) = randomProcessor(&random) else { continue }
    device.streams = count
    return device
  }
}

private func addRandomLayer(
  _ builder: inout NetworkBuilder, to last: Int, made: [Int], _ random: inout SeededGenerator
) throws -> Int {
  let shape = builder.shape(of: last)
  let twins = made.filter {
    builder.shape(of: $0).height == shape.height && builder.shape(of: $0).width == shape.width
  }
  let twin = twins.randomElement(using: &random) ?? last
  let kernel = [1, 3, 5].filter { $0 <= shape.height }.randomElement(using: &random) ?? 1
  let stride = Int.random(in: 1...2, using: &random)
  switch Int.random(in: 0...9, using: &random) {
  case 0: return try builder.add(.concatenate, to: [last, twin])
  case 1 where shape.channels > 1:
    return try builder.add(
      .slice(ChannelSlice(range: shape.channels / 2..<shape.channels)), to: last)
  case 2: return try builder.add(.add, to: [last, twin])
  case 3:
    return try builder.add(
      .pool(Pooling(kind: .maximum, window: Window(kernel, stride: stride))), to: last)
  case 4:
    return try builder.add(
      .convolution(
        Convolution(
          filters: shape.channels * 2, window: Window(kernel, stride: stride),
          groups: shape.channels)), to: last)
  case 5 where shape.height < 20:
    return try builder.add(.upsample(Upsample(factor: Spatial(2))), to: last)
  case 6: return try builder.add(.softmax, to: last)
  default:
    return try builder.add(
      .convolution(
        Convolution(
          filters: Int.random(in: 1...40, using: &random), window: Window(kernel, stride: stride))),
      to: last, activation: .relu)
  }
}

/// A small random systolic device.
public func randomDevice(_ random: inout SeededGenerator) -> SystolicDevice {
  var device = SystolicDevice()
  device.array.rows = Int.random(in: 1...12, using: &random)
  device.array.columns = Int.random(in: 1...12, using: &random)
  device.array.count = Int.random(in: 1...2, using: &random)
  device.array.dataflow =
    [.outputStationary, .weightStationary, .inputStationary].randomElement(using: &random)
    ?? .weightStationary
  device.array.foldRule = Bool.random(using: &random) ? .strict : .pipelined
  device.array.hasShadowWeights = Bool.random(using: &random)
  device.array.groupPacking = Bool.random(using: &random)
  device.array.launchCycles = [0, 50].randomElement(using: &random) ?? 0
  device.array.layerCycles = [0, 7].randomElement(using: &random) ?? 0
  device.vectorLanes = [nil, 1, 8].randomElement(using: &random) ?? nil
  device.scratchpad =
    [nil, Bytes(2048), Bytes(8192), Bytes(1 << 20)].randomElement(using: &random) ?? nil
  device.weightBuffer = [nil, Bytes(512), Bytes(4096)].randomElement(using: &random) ?? nil
  device.accumulator = [nil, Bytes(1024), Bytes(65536)].randomElement(using: &random) ?? nil
  device.dramBandwidth = BytesPerSecond(
    device.clock.value * (Bool.random(using: &random) ? 3 : 0.7))
  device.dramLatency = Cycles([0, 20].randomElement(using: &random) ?? 0)
  device.hostBandwidth = Bool.random(using: &random) ? BytesPerSecond(device.clock.value * 2) : nil
  return device
}

/// A small random spatial device.
public func randomSpatialDevice(_ random: inout SeededGenerator) -> SpatialDevice {
  var device = SpatialDevice()
  device.array.rows = Int.random(in: 1...12, using: &random)
  device.array.columns = Int.random(in: 1...14, using: &random)
  device.array.inputWords = Int.random(in: 1...12, using: &random)
  device.array.weightWords = Int.random(in: 1...64, using: &random)
  device.array.sumWords = Int.random(in: 1...24, using: &random)
  device.array.inputBus = Int.random(in: 1...2, using: &random)
  device.array.weightBus = Int.random(in: 1...4, using: &random)
  device.array.sumBus = Int.random(in: 1...4, using: &random)
  device.vectorLanes = [nil, 1, 8].randomElement(using: &random) ?? nil
  device.bank = Bytes([64, 256].randomElement(using: &random) ?? 64)
  device.buffer = Bytes([2048, 8192, 65536].randomElement(using: &random) ?? 8192)
  device.weightBuffer = Bytes([128, 1024].randomElement(using: &random) ?? 128)
  device.dramBandwidth = BytesPerSecond(
    device.clock.value * (Bool.random(using: &random) ? 3 : 0.7))
  device.dramLatency = Cycles([0, 20].randomElement(using: &random) ?? 0)
  device.compression = Bool.random(using: &random) ? 1 : 0.566
  device.overlapsTransfers = Bool.random(using: &random)
  device.layerCycles = [0, 7].randomElement(using: &random) ?? 0
  return device
}

/// A small random CPU or GPU.
public func randomProcessor(_ random: inout SeededGenerator) -> Device {
  if Bool.random(using: &random) {
    var device = CPUDevice()
    device.threads = Int.random(in: 1...6, using: &random)
    device.cores = 3
    device.slowCores = 3
    device.cache = Bytes([1, 2000, 1 << 20].randomElement(using: &random) ?? 1)
    device.layerOverhead = Cycles([0, 700].randomElement(using: &random) ?? 0)
    device.forkJoin = Cycles(30)
    device.contention = Double.random(in: 0...0.5, using: &random)
    device.library = KernelLibrary.allCases.randomElement(using: &random) ?? .planar
    if Bool.random(using: &random) {
      device.caches = [
        CacheLevel(size: Bytes(3000), bandwidth: BytesPerSecond(3e9)),
        CacheLevel(size: Bytes(100_000), bandwidth: BytesPerSecond(2e9)),
      ]
    }
    return .cpu(device)
  }
  var device = GPUDevice()
  device.multiprocessors = Int.random(in: 1...7, using: &random)
  device.library = GPULibrary.allCases.randomElement(using: &random) ?? .cuDNN
  device.fusion = KernelFusion.allCases.randomElement(using: &random) ?? .library
  device.precision = [.fp32, .fp16].randomElement(using: &random) ?? .fp32
  device.stepLatency = Double(Int.random(in: 0...300, using: &random))
  device.residency.threads = [64, 2048].randomElement(using: &random) ?? 64
  device.cache = Bytes([0, 1000].randomElement(using: &random) ?? 0)
  device.hasWinograd = Bool.random(using: &random)
  device.launch = Cycles([0, 500].randomElement(using: &random) ?? 0)
  device.call = Cycles([0, 700].randomElement(using: &random) ?? 0)
  device.streams = Int.random(in: 1...3, using: &random)
  return .gpu(device)
}
