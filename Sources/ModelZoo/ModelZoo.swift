import LayerGraph

/// The networks of the CSPNet literature, and those that published measurements name, by name.
public enum ModelZoo {
  /// Every network, family by family, plain before cross-stage-partial.
  public static let entries: [CatalogueEntry] = [
    DarknetFamily.entries, DarknetSequentialFamily.entries, ResNetFamily.entries,
    DarknetResNetFamily.entries, TorchResNetFamily.entries, ElasticFamily.entries,
    DenseNetFamily.entries, PeleeFamily.entries, MobileNetFamily.entries,
    YOLOv3Family.entries, PANetFamily.entries, YOLOv4Variants.entries, YOLOXFamily.entries,
    PeleeDetectors.entries, MeasuredFamily.entries,
  ].flatMap { $0 }

  /// The names that `network(named:options:)` takes, in the catalogue's order.
  public static var names: [String] { entries.map(\.name) }

  public static func entry(named name: String) throws(ZooError) -> CatalogueEntry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknownNetwork(name: name)
    }
    return entry
  }

  /// - Throws: `ZooError` if there is no such network, or it can't be made with these options.
  public static func network(
    named name: String, options: NetworkOptions = NetworkOptions()
  ) throws(ZooError) -> Network {
    try entry(named: name).network(options: options)
  }

  /// Every published figure of every network beside ours, in the catalogue's order.
  public static func checks() throws(ZooError) -> [NetworkCheck] {
    var rows: [NetworkCheck] = []
    for entry in entries { rows += try entry.checks() }
    return rows
  }
}
