import CommandLineParsing
import Reports

/// `cspsim export FOLDER…`
enum ExportCommand {
  static let command: Command = Command(
    name: "export", summary: "Make pictures and tables for a paper or a page from what was run.",
    discussion: [
      """
      Reads the folders of runs and of sweeps; any .svg file in them can be had in another size, \
      with other colours or another title. A png needs rsvg-convert. Tables are exact as csv and \
      pgfplots, and rounded as markdown and latex (with the booktabs package).
      """
    ],
    parameters: ExportRequest.parameters,
    examples: [
      Example(
        "cspsim export reports/tpu-v1/cspdarknet53 --format markdown --longest 10",
        "The ten longest layers, for a README."),
      Example(
        "cspsim export reports/tpu-v1/cspdarknet53 --stage 'stage 5' --theme light "
          + "--title 'Stage 5 waits for weights' --format png --out stage5.png",
        "One stage, for a slide."),
      Example(
        "cspsim export reports/tpu-v1/darknet53 reports/tpu-v1/cspdarknet53 --out both.svg",
        "Two runs, side by side."),
      Example(
        "cspsim export reports/sweep --format latex --best 10 --column split_ratio --column fps",
        "The ten best points of a sweep, for a paper."),
      Example(
        "cspsim export reports/sweep/sensitivity.svg --theme dark --width 1280 --out slide.svg",
        "A chart as it is, for a dark slide."),
    ]
  ) { arguments in
    let out = arguments.value(of: ExportRequest.out)
    let request = try ExportRequest(arguments)
    guard let out else {
      guard request.format != .png else {
        throw arguments.exportConflict("a png is no text to print; say with --out where it goes")
      }
      return try StandardOutput.write(String(decoding: request.bytes(), as: UTF8.self))
    }
    try AtomicFiles.write([OutputFile(path: out, bytes: request.bytes())])
  }
}
