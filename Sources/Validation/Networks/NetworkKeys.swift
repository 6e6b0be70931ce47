extension MeasuredNetworks {
  /// The key of a measurement's network.
  ///
  /// Sources name one architecture in many ways; where a MobileNet's name states another width than
  /// its key, as in "Mobilenet_V1_0.25_128", the name is right.
  static func key(for measurement: Measurement) -> String {
    let name = measurement.network.lowercased()
    for version in ["v1", "v2"] where measurement.key.hasPrefix("mobilenet\(version)-") {
      let parts = name.split { $0 == "_" || $0 == "-" }
      guard let place = parts.firstIndex(where: { $0 == version || $0 == "mobilenet\(version)" }),
        place + 1 < parts.endIndex, let width = Double(parts[place + 1]), width < 4
      else { continue }
      return "mobilenet\(version)-\(width)"
    }
    return measurement.key
  }
}
