import Hardware
import LayerGraph
import ModelZoo

/// A profile of the sweep, by name or from a file.
public struct ProfileSupply: Sendable {
  public let name: String
  /// Reads the profile with figures overridden by `path=value` texts.
  public let make: @Sendable (_ overrides: [String]) throws(ProfileError) -> HardwareProfile

  public init(
    name: String,
    make: @escaping @Sendable (_ overrides: [String]) throws(ProfileError) -> HardwareProfile
  ) {
    self.name = name
    self.make = make
  }

  /// A built-in profile.
  public init(builtIn name: String) {
    self.init(name: name) { overrides throws(ProfileError) in
      try ProfileCatalogue.profile(named: name, overrides: overrides)
    }
  }
}

/// A network of the sweep, by name or from a file.
public struct NetworkSupply: Sendable {
  public let name: String
  /// What the literature prints about it, for accuracies.
  public let published: [PublishedFigure]
  /// The image size of its published figures.
  public let input: Spatial?
  public let make: @Sendable (NetworkOptions) throws -> Network

  public init(
    name: String, published: [PublishedFigure] = [], input: Spatial? = nil,
    make: @escaping @Sendable (NetworkOptions) throws -> Network
  ) {
    self.name = name
    self.published = published
    self.input = input
    self.make = make
  }

  /// A network of the catalogue.
  public init(_ entry: CatalogueEntry) {
    self.init(name: entry.name, published: entry.published, input: entry.input) {
      try entry.network(options: $0)
    }
  }

  /// The top-1 accuracy in percent that was published for exactly this version; accuracies are
  /// never interpolated. They don't depend on the batch.
  func publishedTop1(_ options: NetworkOptions) -> Double? {
    var wanted = options
    wanted.batch = 1
    if wanted.input == input { wanted.input = nil }
    return published.first { $0.quantity == .top1 && $0.options == wanted }?.value
  }
}
