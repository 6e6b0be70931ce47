import LayerGraph

/// One image's feature map: channels × height × width values, planar, row by row.
public struct FeatureMap<Element: Sendable>: Sendable {
  public let shape: Shape
  public var values: [Element]

  /// - Precondition: `values` has one element for each of the shape's.
  public init(shape: Shape, values: [Element]) {
    precondition(values.count == shape.elements, "a map has as many values as its shape says")
    self.shape = shape
    self.values = values
  }

  public init(shape: Shape, repeating value: Element) {
    self.shape = shape
    self.values = Array(repeating: value, count: shape.elements)
  }

  public subscript(channel: Int, row: Int, column: Int) -> Element {
    get { values[(channel * shape.height + row) * shape.width + column] }
    set { values[(channel * shape.height + row) * shape.width + column] = newValue }
  }
}

extension FeatureMap: Equatable where Element: Equatable {}

extension FeatureMap {
  /// The same elements in another shape of as many.
  public func reshaped(to shape: Shape) -> FeatureMap { FeatureMap(shape: shape, values: values) }

  public func map<Other>(_ transform: (Element) -> Other) -> FeatureMap<Other> {
    FeatureMap<Other>(shape: shape, values: values.map(transform))
  }

  /// A map that `body` writes every element of.
  static func written(
    _ shape: Shape, by body: (MutableMapView<Element>) throws(KernelError) -> Void
  ) throws(KernelError) -> FeatureMap where Element: BitwiseCopyable {
    var failure: KernelError?
    let values = [Element](unsafeUninitializedCapacity: shape.elements) { buffer, count in
      do throws(KernelError) {
        try body(MutableMapView(buffer, region: Region(shape)))
        count = shape.elements
      } catch { failure = error }
    }
    if let failure { throw failure }
    return FeatureMap(shape: shape, values: values)
  }

  /// A map made element by element.
  init(shape: Shape, element: (_ channel: Int, _ row: Int, _ column: Int) -> Element) {
    var values: [Element] = []
    values.reserveCapacity(shape.elements)
    for channel in 0..<shape.channels {
      for row in 0..<shape.height {
        for column in 0..<shape.width { values.append(element(channel, row, column)) }
      }
    }
    self.init(shape: shape, values: values)
  }
}

extension FeatureMap where Element == Float {
  /// An image of reproducible noise, uniform in ±1.
  public static func synthetic(_ shape: Shape, seed: Int = 0) -> FeatureMap {
    let values = SyntheticWeights.values(
      layer: -1 - seed, role: .weight, count: shape.elements, fanIn: 6)
    return FeatureMap(shape: shape, values: values)
  }
}
