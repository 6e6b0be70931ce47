import LayerGraph

/// Szegedy et al., 2015, as Caffe has it.
enum GoogLeNets {
  /// Filters of an inception module: 1×1, 3×3 reduced and full, 5×5 reduced and full, pooled.
  private struct Module {
    let one: Int
    let three: (reduced: Int, full: Int)
    let five: (reduced: Int, full: Int)
    let pooled: Int
  }

  private static let modules = [
    Module(one: 64, three: (96, 128), five: (16, 32), pooled: 32),
    Module(one: 128, three: (128, 192), five: (32, 96), pooled: 64),
    Module(one: 192, three: (96, 208), five: (16, 48), pooled: 64),
    Module(one: 160, three: (112, 224), five: (24, 64), pooled: 64),
    Module(one: 128, three: (128, 256), five: (24, 64), pooled: 64),
    Module(one: 112, three: (144, 288), five: (32, 64), pooled: 64),
    Module(one: 256, three: (160, 320), five: (32, 128), pooled: 128),
    Module(one: 256, three: (160, 320), five: (32, 128), pooled: 128),
    Module(one: 384, three: (192, 384), five: (48, 128), pooled: 128),
  ]

  /// Modules that follow a pooling of the whole map.
  private static let pooledModules: Set = [0, 2, 7]

  static func googLeNet(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, isNormalised: false)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 64, kernel: 7, stride: 2)
    x = try assembly.normaliseResponses(try assembly.pool(x))
    x = try assembly.convolution(try assembly.convolution(x, 64), 192, kernel: 3)
    x = try assembly.normaliseResponses(x)
    for (index, module) in modules.enumerated() {
      if pooledModules.contains(index) { x = try assembly.pool(x) }
      x = try inception(&assembly, x, module)
    }
    return try assembly.classify(x)
  }

  private static func inception(
    _ assembly: inout Assembly, _ input: Int, _ module: Module
  ) throws(ZooError) -> Int {
    let one = try assembly.convolution(input, module.one)
    let three = try assembly.convolution(
      try assembly.convolution(input, module.three.reduced), module.three.full, kernel: 3)
    let five = try assembly.convolution(
      try assembly.convolution(input, module.five.reduced), module.five.full, kernel: 5)
    let pooled = try assembly.convolution(
      try assembly.pool(input, stride: 1, padding: 1), module.pooled)
    return try assembly.concatenation([one, three, five, pooled])
  }
}
