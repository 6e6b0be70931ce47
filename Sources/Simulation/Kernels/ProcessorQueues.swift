/// The queues of a processor with several equal units: cores or multiprocessors.
struct ProcessorQueues {
  /// The most units a schedule tells apart.
  static let unitLimit = 250
  let control = 0
  let loadWeights = 1
  let load = 2
  let store = 3
  let units: Range<Int>
  let resources: [Resource]
  let queues: [Queue]

  /// - Parameter unit: what one unit is called, such as "core".
  init(unit: String, count: Int) {
    let names = (0..<count).map { count == 1 ? unit : "\(unit) \($0)" }
    resources =
      [Resource(name: "control", role: .control), Resource(name: "DRAM", role: .dram)]
      + names.map { Resource(name: $0, role: .compute) }
    queues =
      [
        Queue(name: "control", resource: 0), Queue(name: "weights", resource: 1),
        Queue(name: "inputs", resource: 1), Queue(name: "outputs", resource: 1),
      ]
      + names.enumerated().map { Queue(name: $1, resource: 2 + $0) }
    units = 4..<4 + count
  }
}
