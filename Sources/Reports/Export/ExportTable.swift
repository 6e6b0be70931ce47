/// A table that is written in several formats, with exact values or readable ones.
public struct ExportTable: Hashable, Sendable {
  /// What a column is called.
  struct Heading: Hashable, Sendable {
    /// For programs.
    let name: String
    /// For people.
    let title: String
    let isNumber: Bool
  }

  let headings: [Heading]
  /// A cell for each heading.
  let rows: [[Cell]]

  /// A value, both exact and readable.
  enum Cell: Hashable, Sendable {
    case text(String)
    case count(Int)
    case bytes(Int)
    case cycles(Double)
    case seconds(Double)
    case share(Double)
    /// A number of any unit, and as it stands in the file that it is from.
    case amount(Double, exact: String)

    var readable: String {
      switch self {
      case .text(let text): text
      case .count(let count): NumberText.grouped(count)
      case .bytes(let count): NumberText.memory(bytes: count)
      case .cycles(let cycles): NumberText.short(cycles)
      case .seconds(let seconds): NumberText.si(seconds, unit: "s")
      case .share(let share): NumberText.percent(share)
      case .amount(let value, _): NumberText.short(value)
      }
    }

    var exact: String {
      var text = ByteText()
      switch self {
      case .text(let value), .amount(_, let value): return value
      case .count(let value), .bytes(let value): text.append(value)
      case .cycles(let value), .seconds(let value), .share(let value): text.append(exactly: value)
      }
      return text.string
    }
  }
}
