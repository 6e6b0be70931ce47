import Hardware
import Reports

/// What a run prints on the terminal: its layers, then the run, then where to read on.
struct RunText {
  let report: RunReport
  let folder: String?

  func text(on terminal: Terminal) -> String {
    let parts =
      [terminal.text(report.layerTable()), report.headline()]
      + (report.fusionTable().map { [terminal.text($0)] } ?? [])
      + (report.fusionSentence().map { [$0 + "\n"] } ?? []) + [closing]
    return parts.joined(separator: "\n")
  }

  private var closing: String {
    ([assumptions] + (folder.map { ["Files: \($0)"] } ?? [])).joined(separator: "\n") + "\n"
  }

  private var assumptions: String {
    let profile = report.run.profile
    let paths = profile.assumptions.map(\.path)
    guard !paths.isEmpty else { return "Every figure of \(profile.name) is from a publication." }
    return "Rests on figures of \(profile.name) that no publication gives: "
      + paths.joined(separator: ", ") + "."
  }
}
