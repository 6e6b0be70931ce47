import DidYouMean

/// An object being read key by key; `finish()` then refuses the keys that nobody asked for.
///
///     var object = try document.root.object()
///     let name = try object.required("name").string()
///     let stride = try object.optional("stride")?.integer(in: 1...64) ?? 1
///     try object.finish()
public struct JSONObject: Sendable {
  /// The object as a value, for errors about the whole of it.
  public let node: JSONNode
  private let members: [JSONMember]
  private let places: [String: Int]
  /// The keys asked for, in the order of asking, and the same as a set.
  private var asked: [String] = []
  private var known: Set<String> = []

  init(node: JSONNode, members: [JSONMember]) {
    self.node = node
    self.members = members
    self.places = Dictionary(
      members.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The keys in the order of the text.
  public var keys: [String] { members.map(\.key) }

  /// The value of a key that must be there.
  public mutating func required(_ key: String) throws(JSONError) -> JSONNode {
    guard let child = optional(key) else { throw node.failure(.missingKey(key)) }
    return child
  }

  /// The value of a key, or `nil` where the object has none.
  public mutating func optional(_ key: String) -> JSONNode? {
    if known.insert(key).inserted { asked.append(key) }
    guard let place = places[key] else { return nil }
    return JSONNode(
      value: members[place].value, path: node.path.appending(key: key), file: node.file)
  }

  /// Refuses the first key that was never asked for, naming those that were.
  public func finish() throws(JSONError) {
    guard let stranger = members.first(where: { !known.contains($0.key) }) else { return }
    throw JSONError(
      file: node.file, position: stranger.keyPosition, path: node.path,
      problem: .unknownKey(
        stranger.key, suggestion: Suggestion.closest(to: stranger.key, among: asked),
        supported: asked))
  }
}
