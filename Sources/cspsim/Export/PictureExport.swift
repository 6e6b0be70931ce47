import CommandLineParsing
import Reports

/// A picture that a command wrote, in another size, with other colours or another title.
struct PictureExport: ExportSource {
  private let picture: PictureFile
  private let arguments: ParsedArguments

  init(_ path: String, _ arguments: ParsedArguments) throws {
    try arguments.refuse(
      [ExportRequest.chart, ExportRequest.columns] + RunExport.parameters + SweepExport.parameters,
      of: "a picture")
    let text = String(decoding: try FileInput.bytes(of: path), as: UTF8.self)
    picture = try PictureFile(text, file: path)
    self.arguments = arguments
  }

  func table() throws -> ExportTable {
    throw arguments.exportConflict(
      "a table can't be made of a picture; give the folder that it is in")
  }

  func svg(_ look: ExportLook) -> [UInt8] {
    picture.svg(theme: look.theme, shownWidth: look.width, title: look.title)
  }
}
