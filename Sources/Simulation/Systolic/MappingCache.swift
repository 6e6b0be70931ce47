import Synchronization

/// Mappings found so far, shared by simulations that run at the same time.
///
/// A mapping is a pure function of its question, so it doesn't matter who asks first.
public final class MappingCache: Sendable {
  /// Past this the cache starts anew: some hundred bytes an entry.
  private static let limit = 1 << 17

  private let choices = Mutex<[MappingQuestion: Mapping]>([:])

  public init() {}

  func mapping(for question: MappingQuestion) -> Mapping? {
    choices.withLock { $0[question] }
  }

  func insert(_ mapping: Mapping, for question: MappingQuestion) {
    choices.withLock { choices in
      if choices.count >= MappingCache.limit { choices.removeAll(keepingCapacity: true) }
      choices[question] = mapping
    }
  }
}

/// All that the choice of a mapping depends on.
struct MappingQuestion: Hashable {
  /// Without the cost of launches, which come before a layer and not within it.
  let machine: SystolicMachine
  let layer: MatrixLayer
  let space: TileSpace
  /// Whether input and output cross the host link.
  let readsNetworkInput: Bool
  let writesNetworkOutput: Bool
  /// The rows of the storage that holds input and output both, or `nil` if each has its own.
  let sharedRows: Int?
}
