import LayerGraph

/// Networks of inverted residuals with squeeze and excitation.
enum EfficientNets {
  /// Tan and Le, 2019.
  static func b0(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, activation: .swish)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 32, kernel: 3, stride: 2)
    for stage in MobileNets.efficientLiteStages {
      x = try squeezed(&assembly, x, stage)
    }
    return try assembly.classify(try assembly.convolution(x, 1280))
  }

  private static func squeezed(
    _ assembly: inout Assembly, _ input: Int, _ stage: MobileNets.Stage
  ) throws(ZooError) -> Int {
    var x = input
    for index in 0..<stage.repeats {
      let channels = assembly.channels(of: x)
      x = try assembly.inverted(
        x, expanded: channels * stage.expansion, output: stage.channels, kernel: stage.kernel,
        stride: index == 0 ? stage.stride : 1, squeezed: max(1, channels / 4),
        squeezeInner: .swish, gate: .sigmoid)
    }
    return x
  }

  /// Tan and Le, 2021: fused blocks in the early stages.
  static func version2B0(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, activation: .swish)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 32, kernel: 3, stride: 2)
    x = try assembly.convolution(x, 16, kernel: 3)
    for (channels, stride) in [(32, 2), (32, 1), (48, 2), (48, 1)] {
      let wide = try assembly.convolution(
        x, assembly.channels(of: x) * 4, kernel: 3, stride: stride)
      let output = try assembly.convolution(wide, channels, activation: .linear)
      x = stride == 1 ? try assembly.sum([x, output]) : output
    }
    let stages = [
      MobileNets.Stage(4, 96, 3, 2), MobileNets.Stage(6, 112, 5, 1), MobileNets.Stage(6, 192, 8, 2),
    ]
    for stage in stages { x = try squeezed(&assembly, x, stage) }
    return try assembly.classify(try assembly.convolution(x, 1280))
  }

  /// Radosavovic et al., 2020: RegNetY-400MF, groups of eight channels.
  static func regNetY400(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 32, kernel: 3, stride: 2)
    for (width, repeats) in [(48, 1), (104, 3), (208, 6), (440, 6)] {
      for index in 0..<repeats {
        let stride = index == 0 ? 2 : 1
        let reduced = assembly.channels(of: x) / 4
        var y = try assembly.convolution(x, width)
        y = try assembly.convolution(y, width, kernel: 3, stride: stride, groups: width / 8)
        y = try assembly.squeezeExcite(y, reduced, gate: .sigmoid)
        y = try assembly.convolution(y, width, activation: .linear)
        let short =
          index == 0 ? try assembly.convolution(x, width, stride: 2, activation: .linear) : x
        x = try assembly.sum([short, y], activation: .relu)
      }
    }
    return try assembly.classify(x)
  }
}
