import LayerGraph
import ModelZoo
import Reports

/// The paper's formulas for the traffic of dense blocks, beside what networks really move.
struct DenseTraffic {
  private let rows: [(network: String, stage: DenseStage)]

  init(networks: [Network]) {
    rows = networks.flatMap { network in network.denseStages.map { (network.name, $0) } }
  }

  var isEmpty: Bool { rows.isEmpty }

  /// One dense stage a row.
  var table: TerminalTable {
    var table = TerminalTable([
      .init("dense blocks", minimumWidth: 12, importance: 9),
      .init("stage", minimumWidth: 5, importance: 8),
      .init("map", .right, importance: 1),
      .init("c", .right, importance: 4),
      .init("d", .right, importance: 4),
      .init("m", .right, importance: 4),
      .init("formula", .right, importance: 7),
      .init("halved", .right, importance: 6),
      .init("saves", .right, importance: 2),
      .init("counted", .right, importance: 7),
      .init("all traffic", .right, importance: 3),
    ])
    for row in rows { table.append(cells(row.network, row.stage)) }
    return table
  }

  /// What the columns of `table` mean, for below it.
  static let legend = """
    Elements a pixel that dense layers read and append. Formula (CSPNet paper, section 3.1): \
    c·m + (m² + m)·d/2 for m layers of growth d on c channels. Halved: (c·m + (m² + m)·d)/2, if \
    half the channels bypass them. Counted: by this network. All traffic: elements that every \
    layer of the stage reads and writes for one image, its own 1×1 convolutions included.

    """

  /// One dense stage a row.
  var csv: [UInt8] {
    var csv = CSVText(columns: [
      "network", "stage", "map_height", "map_width", "channels", "growth", "layers",
      "formula_elements_per_pixel", "halved_formula_elements_per_pixel",
      "counted_elements_per_pixel", "stage_traffic_elements",
    ])
    for (network, stage) in rows {
      csv.append(network)
      csv.append(stage.name)
      let formula = stage.formula
      for figure in [
        stage.map.height, stage.map.width, formula.channels, formula.growth, formula.layers,
        formula.whole, formula.half, stage.elements, stage.traffic,
      ] { csv.append(figure) }
      csv.endRow()
    }
    return csv.bytes
  }

  private func cells(_ network: String, _ stage: DenseStage) -> [String] {
    let formula = stage.formula
    return [
      network, stage.name, "\(stage.map.height)×\(stage.map.width)", "\(formula.channels)",
      "\(formula.growth)", "\(formula.layers)", NumberText.grouped(formula.whole),
      NumberText.grouped(formula.half),
      NumberText.fixed(100 * formula.saving, decimals: 1) + " %",
      NumberText.grouped(stage.elements), NumberText.grouped(stage.traffic),
    ]
  }
}
