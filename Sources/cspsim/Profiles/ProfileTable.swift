import Hardware
import Reports

/// A profile's figures with where each comes from, as a table for the terminal.
struct ProfileTable {
  let profile: HardwareProfile

  var table: TerminalTable {
    var table = TerminalTable([
      .init("figure", importance: 3), .init("value", .right, importance: 2),
      .init("is", importance: 1), .init("from", minimumWidth: 16, importance: 0),
    ])
    for figure in profile.figures {
      table.append([
        figure.path, figure.text, figure.provenance.kind, figure.provenance.text,
      ])
    }
    return table
  }
}
