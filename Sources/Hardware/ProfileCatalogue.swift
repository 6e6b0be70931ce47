import BuiltInProfiles
import DidYouMean

/// The profiles that come with the program; they are compiled in, so that no file is needed.
public enum ProfileCatalogue {
  /// The names, in alphabetical order.
  public static var names: [String] { BuiltInProfiles.all.map(\.name) }

  /// Reads a built-in profile.
  ///
  /// - Throws: `ProfileError` for an unknown name, or an override that doesn't fit.
  public static func profile(
    named name: String, overrides: [String] = []
  ) throws(ProfileError) -> HardwareProfile {
    guard let entry = BuiltInProfiles.all.first(where: { $0.name == name }) else {
      throw .unknownProfile(name, suggestion: Suggestion.closest(to: name, among: names))
    }
    return try HardwareProfile(
      bytes: entry.bytes, file: "built-in \(name).json", overrides: overrides)
  }
}
