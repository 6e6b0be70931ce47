/// The queues of a processor with several equal units: cores or multiprocessors.
struct ProcessorQueues {
  /// The most units a schedule tells apart.
  static let unitLimit = 250
  let control = 0
  let loadWeights = 1
  let load = 2
  let store = 3
  /// The cache that the units share, if it is modelled.
  let cache: Int?
  let units: Range<Int>
  /// The resources of the units, in their order.
  let unitResources: Range<Int>
  let controlResource = 0
  let resources: [Resource]
  let queues: [Queue]

  /// - Parameters:
  ///   - unit: what one unit is called, such as "core".
  ///   - cache: the name of a cache that all units share.
  init(unit: String, count: Int, cache: String? = nil) {
    let names = (0..<count).map { count == 1 ? unit : "\(unit) \($0)" }
    var resources = [
      Resource(name: "control", role: .control), Resource(name: "DRAM", role: .dram),
    ]
    var queues = [
      Queue(name: "control", resource: 0), Queue(name: "weights", resource: 1),
      Queue(name: "inputs", resource: 1), Queue(name: "outputs", resource: 1),
    ]
    if let cache {
      queues.append(Queue(name: cache, resource: resources.count))
      resources.append(Resource(name: cache, role: .cache))
    }
    self.cache = cache.map { _ in queues.count - 1 }
    units = queues.count..<queues.count + count
    unitResources = resources.count..<resources.count + count
    for name in names {
      queues.append(Queue(name: name, resource: resources.count))
      resources.append(Resource(name: name, role: .compute))
    }
    (self.resources, self.queues) = (resources, queues)
  }
}
