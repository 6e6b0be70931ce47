/// Names stages after resolutions, for networks that name none.
///
/// The input's resolution is the "stem"; each further one is "stage 1", "stage 2"… in order of
/// appearance; a single pixel, behind a global pooling, is the "head".
public struct ResolutionStages: Sendable {
  private let input: Spatial
  private var seen: [Spatial] = []

  public init(input: Shape) { self.input = Spatial(height: input.height, width: input.width) }

  /// The stage of a layer with that output; a resolution met for the first time opens a stage.
  public mutating func stage(of output: Shape) -> String {
    let resolution = Spatial(height: output.height, width: output.width)
    if resolution == input { return "stem" }
    if resolution == Spatial(1) { return "head" }
    if let index = seen.firstIndex(of: resolution) { return "stage \(index + 1)" }
    seen.append(resolution)
    return "stage \(seen.count)"
  }
}
