/// How the text that a user types for an option or argument becomes a value.
public struct ValueType<Value: Sendable>: Sendable {
  /// What help prints in the value's place, such as `N` or `DIR`.
  public let placeholder: String
  /// What an error says was expected, such as "a whole number from 1 to 16".
  public let expected: String
  /// What a shell offers while the value is being typed.
  public let completion: Completion
  /// The value of a text, or `nil` if the text isn't one.
  let read: @Sendable (String) -> Value?

  public init(
    placeholder: String, expected: String, completion: Completion = .nothing,
    read: @escaping @Sendable (String) -> Value?
  ) {
    self.placeholder = placeholder
    self.expected = expected
    self.completion = completion
    self.read = read
  }
}

/// What a shell offers for a value that is being typed.
public struct Completion: Hashable, Sendable {
  /// Where the words to offer come from.
  public enum Words: Hashable, Sendable {
    case none
    case fixed([String])
    /// The lines that a command of the program itself prints.
    case printed(by: [String])
  }

  /// The part of the file system to offer besides.
  public enum Paths: Hashable, Sendable {
    case none
    case files
    case folders
  }

  public let words: Words
  public let paths: Paths

  public init(words: Words = .none, paths: Paths = .none) {
    self.words = words
    self.paths = paths
  }

  public static let nothing = Completion()
}

extension ValueType where Value == String {
  /// Any text but the empty one.
  public static func text(
    _ placeholder: String, expected: String = "a text that isn't empty",
    completion: Completion = .nothing
  ) -> Self {
    ValueType(placeholder: placeholder, expected: expected, completion: completion) {
      $0.isEmpty ? nil : $0
    }
  }
}

extension ValueType where Value == Int {
  /// A whole number in decimal digits.
  public static func integer(_ placeholder: String = "N", in range: ClosedRange<Int>) -> Self {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return ValueType(placeholder: placeholder, expected: expected) { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension ValueType where Value == Double {
  /// Any finite number.
  public static func number(_ placeholder: String) -> Self {
    ValueType(placeholder: placeholder, expected: "a number") { text in
      Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
  }

  /// A number strictly between two others, such as a split ratio.
  public static func number(_ placeholder: String, above lower: Double, below upper: Double)
    -> Self
  {
    let expected = "a number above \(lower) and below \(upper)"
    return ValueType(placeholder: placeholder, expected: expected) { text in
      Double(text).flatMap { $0 > lower && $0 < upper ? $0 : nil }
    }
  }
}

extension ValueType where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the words that an enum lists.
  public static func choice(_ placeholder: String) -> Self {
    let words = Value.allCases.map(\.rawValue)
    return ValueType(
      placeholder: placeholder, expected: Wording.alternatives(words),
      completion: Completion(words: .fixed(words)), read: { Value(rawValue: $0) })
  }
}
