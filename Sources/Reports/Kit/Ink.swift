/// A colour by its role, with a value for light and one for dark pages.
///
/// The series colours are Okabe and Ito's eight for colour-blind readers
/// (https://jfly.uni-koeln.de/color/), with tints where one idea has two parts.
public enum Ink: String, CaseIterable, Sendable {
  case background, panel, band, grid, axis, text, muted
  case green, lime, mint, yellow, violet, blue, sky, teal, pink, orange, vermillion, brown
  case grey

  var light: String {
    switch self {
    case .background: "#ffffff"
    case .panel: "#f6f8fa"
    case .band: "#e3e8ee"
    case .grid: "#dfe4ea"
    case .axis: "#8a94a0"
    case .text: "#1b2027"
    case .muted: "#57606a"
    case .green: "#009e73"
    case .lime: "#7f9a1a"
    case .mint: "#a3dcc8"
    case .yellow: "#f0e442"
    case .violet: "#7b61a8"
    case .blue: "#0072b2"
    case .sky: "#56b4e9"
    case .teal: "#117a86"
    case .pink: "#cc79a7"
    case .orange: "#e69f00"
    case .vermillion: "#d55e00"
    case .brown: "#8c5a3c"
    case .grey: "#b4bbc4"
    }
  }

  var dark: String {
    switch self {
    case .background: "#12161c"
    case .panel: "#1a2028"
    case .band: "#2b333e"
    case .grid: "#2d3540"
    case .axis: "#6d7885"
    case .text: "#e8edf3"
    case .muted: "#a3adb8"
    case .green: "#1bb78b"
    case .lime: "#a9c23f"
    case .mint: "#2f6b58"
    case .yellow: "#e8dc4a"
    case .violet: "#9d86c9"
    case .blue: "#2f8fd0"
    case .sky: "#84cdf5"
    case .teal: "#3fb0bd"
    case .pink: "#d98fb8"
    case .orange: "#e9a820"
    case .vermillion: "#e5702a"
    case .brown: "#b07a55"
    case .grey: "#5b6570"
    }
  }

  var fillClass: String { "f-" + rawValue }
  var strokeClass: String { "k-" + rawValue }
}
