extension Simulation {
  /// The multiplications that a layer does for each multiply-accumulate that defines it: fewer than
  /// one with Winograd's filtering, F(m×m, 3×3) doing (m + 2)² for 9·m² (Lavin and Gray, 2016).
  public func multiplications(of layer: Int) -> Double {
    guard let side = kernels?.layers[layer]?.winogradSide else { return 1 }
    return Double((side + 2) * (side + 2)) / Double(9 * side * side)
  }
}
