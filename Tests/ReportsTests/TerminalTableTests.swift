import Testing

@testable import Reports

@Suite("Terminal tables")
struct TerminalTableTests {
  private var table: TerminalTable {
    var table = TerminalTable([
      .init("layer", minimumWidth: 6, importance: 3), .init("note", importance: 1),
      .init("MACs", .right, importance: 2),
    ])
    table.append(["stage2.block1.conv1", "3×3", "1024"])
    table.append(["head", "日本"])
    table.appendFooter(["total", "", "1024"])
    return table
  }

  @Test("columns are aligned, wide characters take two columns, missing cells are empty")
  func aligned() {
    #expect(
      table.text(width: 80, showsColour: false) == """
        layer                note  MACs
        stage2.block1.conv1  3×3   1024
        head                 日本
        ───────────────────────────────
        total                      1024

        """)
  }

  @Test("a narrow terminal shortens what may be shortened")
  func shortened() {
    #expect(
      table.text(width: 20, showsColour: false) == """
        layer     note  MACs
        stage2.…  3×3   1024
        head      日本
        ────────────────────
        total           1024

        """)
  }

  @Test("names that begin alike can be cut inside, so that their ends tell them apart")
  func inside() {
    var table = TerminalTable([.init("layer", minimumWidth: 8, cut: .inside)])
    table.append(["stage2.block1.conv1"])
    table.append(["stage2.block1.conv2"])
    #expect(table.text(width: 9, showsColour: false) == "layer\nstag…onv1\nstag…onv2\n")
    #expect(table.text(width: 8, showsColour: false) == "layer\nstag…nv1\nstag…nv2\n")
  }

  @Test("a narrower one leaves out the least important column")
  func dropped() {
    #expect(
      table.text(width: 12, showsColour: false) == """
        layer   MACs
        stage…  1024
        head
        ────────────
        total   1024

        """)
  }

  @Test("no line is wider than the terminal", arguments: 6...60)
  func width(width: Int) {
    for line in table.text(width: width, showsColour: false).split(separator: "\n") {
      #expect(DisplayWidth.columns(of: String(line)) <= width)
    }
  }

  @Test("colour sets off the heading only, and only when asked")
  func colour() {
    let plain = table.text(width: 80, showsColour: false)
    let coloured = table.text(width: 80, showsColour: true)
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.hasPrefix("\u{1B}[1mlayer"))
    #expect(coloured.split(separator: "\n").dropFirst() == plain.split(separator: "\n").dropFirst())
  }

  @Test("a name from a file can't send escape codes to the terminal")
  func hostile() {
    var table = TerminalTable([.init("name")])
    table.append(["a\u{1B}[2Jb\nc"])
    #expect(table.text(width: 80, showsColour: false) == "name\na\u{FFFD}[2Jb\u{FFFD}c\n")
  }
}
