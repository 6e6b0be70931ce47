import LayerGraph
import ModelZoo

/// The networks that published measurements name, by key.
///
/// They are built as the measured frameworks have them, which is not always as the CSPNet paper and
/// its darknet configurations do.
public enum MeasuredNetworks {
  /// The network, or `nil` for a key that isn't known.
  ///
  /// - Throws: `ZooError` if the input is too small or too large.
  public static func network(_ request: NetworkRequest) throws(ZooError) -> Network? {
    if let network = try SingleConvolution.network(request) { return network }
    guard let entry = entry(for: request.name) else { return nil }
    return try entry.network(
      options: NetworkOptions(input: request.input, batch: request.batch))
  }

  /// The zoo's network of a key: by the table, or by the same letters and digits.
  private static func entry(for key: String) -> CatalogueEntry? {
    let name = names.first { $0.key == key }?.name
    return ModelZoo.entries.first { name.map($0.name.elementsEqual) ?? isAlike($0.name, key) }
  }

  private static func isAlike(_ name: String, _ key: String) -> Bool {
    func letters(_ text: String) -> [Character] { text.filter { $0.isLetter || $0.isNumber } }
    return letters(name) == letters(key)
  }

  /// Keys whose network has another name in the zoo.
  private static let names: [(key: String, name: String)] = [
    ("squeezenet", "squeezenet1.1"), ("squeezenetv1.0", "squeezenet1.0"),
    ("squeezenetv1.1", "squeezenet1.1"), ("resnet18", "resnet18-caffe"),
    ("resnet34", "resnet34-caffe"), ("resnet50", "resnet50-caffe"),
    ("resnet101", "resnet101-caffe"), ("resnet152", "resnet152-caffe"),
    ("resnetv1101", "resnet101-caffe"), ("resnetv1152", "resnet152-caffe"),
    ("resnext5032x4d", "resnext50-torchvision"), ("mnasnet1.0", "mnasnet"),
    ("mobilenetv2-1.0", "mobilenetv2-caffe"), ("mobilenetv3", "mobilenetv3-ncnn"),
    ("mobilenetv3large", "mobilenetv3-large-1.0"), ("mobilenetv3small", "mobilenetv3-small-1.0"),
    ("mobilenetv3largex035", "mobilenetv3-large-0.35"),
    ("mobilenetv3largex05", "mobilenetv3-large-0.5"),
    ("mobilenetv3largex075", "mobilenetv3-large-0.75"),
    ("mobilenetv3largex10", "mobilenetv3-large-1.0"),
    ("mobilenetv3smallx035", "mobilenetv3-small-0.35"),
    ("mobilenetv3smallx05", "mobilenetv3-small-0.5"),
    ("mobilenetv3smallx075", "mobilenetv3-small-0.75"),
    ("mobilenetv3smallx10", "mobilenetv3-small-1.0"),
    ("ssd:mobilenetssd", "mobilenet-ssd"), ("ssd:mobilenetssdcaffe", "mobilenet-ssd"),
    ("ssd:squeezenetssd", "squeezenet-ssd"), ("tinyyolov3", "yolov3-tiny"),
  ]
}
