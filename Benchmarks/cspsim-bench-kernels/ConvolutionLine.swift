import LayerGraph

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A convolution as 15 whole numbers: input channels, height and width, filters, groups, then height
/// and width of kernel, stride and dilation, then the padding's top, left, bottom and right.
struct ConvolutionLine {
  let convolution: Convolution
  let input: Shape

  init(convolution: Convolution, input: Shape) {
    self.convolution = convolution
    self.input = input
  }

  init?(_ text: String) {
    let n = text.split(separator: " ").compactMap { Int($0) }
    guard n.count == 15 else { return nil }
    input = Shape(channels: n[0], height: n[1], width: n[2])
    let window = Window(
      kernel: Spatial(height: n[5], width: n[6]), stride: Spatial(height: n[7], width: n[8]),
      dilation: Spatial(height: n[9], width: n[10]),
      padding: Padding(top: n[11], left: n[12], bottom: n[13], right: n[14]))
    convolution = Convolution(
      filters: n[3], window: window, groups: n[4], hasBias: true, isNormalised: false)
  }

  var text: String {
    let (window, padding) = (convolution.window, convolution.window.padding)
    let pairs = [window.kernel, window.stride, window.dilation].flatMap { [$0.height, $0.width] }
    let numbers =
      [input.channels, input.height, input.width, convolution.filters, convolution.groups]
      + pairs + [padding.top, padding.left, padding.bottom, padding.right]
    return numbers.map(String.init).joined(separator: " ")
  }
}

func flushOutput() { fflush(nil) }
