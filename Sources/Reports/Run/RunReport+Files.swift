import JSONText
import LayerGraph

extension RunReport {
  /// A file beyond those that every run leaves.
  public enum Addition: String, Hashable, Sendable, CaseIterable {
    case roofline = "roofline.svg"
    /// Left out where the profile has no energy figures.
    case energy = "energy.svg"
    case memoryMap = "memory.svg"
    case memoryTable = "memory.csv"
    case trafficChart = "traffic.svg"
    case trafficTable = "traffic.csv"
    case traceEvents = "trace.json"
    case page = "report.html"
  }

  /// What the files of a run may vary in.
  public struct Options: Hashable, Sendable {
    public var timelineRows = TimelineRows.buckets
    public var order = BottleneckChart.Order.execution
    /// Another network to draw beneath this one in the chart of BFLOPs.
    public var overlay: Network?
    public var additions: [Addition] = []

    public init() {}
  }

  /// Every file of the run, ready for `AtomicFiles.write`.
  public func files(
    in folder: String, options: Options = Options()
  ) throws(JSONOutputError) -> [OutputFile] {
    let loads = [run.network] + (options.overlay.map { [$0] } ?? [])
    let load = LoadChart(networks: loads.map { LoadChart.Network($0) })
    var contents: [(String, [UInt8])] = [
      ("layers.csv", layersCSV()),
      ("timeline.csv", timelineCSV(options.timelineRows)),
      ("summary.json", try summaryJSON()),
      ("timeline.svg", timelineChart().svg()),
      ("bottlenecks.svg", bottleneckChart(order: options.order).svg()),
      ("bflops.svg", load.svg()),
    ]
    if measured != nil { contents.append(("measured.svg", measuredChart().svg())) }
    if run.fusion != nil { contents.append(("fusion.csv", fusionCSV())) }
    for addition in options.additions where addition != .energy || run.energy != nil {
      contents.append((addition.rawValue, try bytes(of: addition)))
    }
    return contents.map { OutputFile(path: "\(folder)/\($0.0)", bytes: $0.1) }
  }

  /// An additional file's content.
  public func bytes(of addition: Addition) throws(JSONOutputError) -> [UInt8] {
    switch addition {
    case .roofline: rooflineChart().svg()
    case .energy: energyChart()?.svg() ?? []
    case .memoryMap: memoryChart().svg()
    case .memoryTable: memoryCSV()
    case .trafficChart: trafficChart().svg()
    case .trafficTable: trafficCSV()
    case .traceEvents: try traceEvents()
    case .page: page()
    }
  }
}
