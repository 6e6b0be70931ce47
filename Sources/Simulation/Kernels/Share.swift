/// One of several nearly equal parts of a number of pieces.
struct Share {
  let range: Range<Int>
  private let pieces: Int

  init(of pieces: Int, part: Int, parts: Int) {
    self.pieces = pieces
    let (size, extra) = pieces.quotientAndRemainder(dividingBy: parts)
    let start = part * size + min(part, extra)
    range = start..<start + size + (part < extra ? 1 : 0)
  }

  /// Of all pieces.
  var fraction: Double { Double(range.count) / Double(pieces) }

  /// The part's share of a total; over all parts the shares add up to it exactly.
  func amount(of total: Int) -> Int {
    let (each, extra) = total.quotientAndRemainder(dividingBy: pieces)
    func upTo(_ piece: Int) -> Int { piece * each + min(piece, extra) }
    return upTo(range.upperBound) - upTo(range.lowerBound)
  }
}
