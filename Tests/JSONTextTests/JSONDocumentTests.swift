import JSONText
import Testing

private func read(_ text: String) throws(JSONError) -> JSONDocument {
  try JSONDocument(text: text, file: "a.json")
}

@Suite struct JSONDocumentTests {
  @Test func keepsTheOrderPlaceAndLiteralOfEachValue() throws {
    let document = try read("{\n  \"b\": [1, 2.50],\n  \"a\": null\n}")
    guard case .object(let members) = document.value.content,
      case .array(let elements) = members[0].value.content
    else { return #expect(Bool(false), "not an object holding an array") }
    #expect(members.map(\.key) == ["b", "a"])
    #expect(members[1].keyPosition == SourcePosition(line: 3, column: 3))
    #expect(elements.map(\.position) == [.init(line: 2, column: 9), .init(line: 2, column: 12)])
    guard case .number(let number) = elements[1].content else {
      return #expect(Bool(false), "not a number")
    }
    #expect(number.literal == "2.50")
    #expect(number.value == 2.5)
  }

  @Test func columnsCountScalarsAndNotBytes() throws {
    let array = try read("[\"µ→𝄞\", 7]").root.array()
    #expect(array[1].value.position == SourcePosition(line: 1, column: 9))
  }

  @Test(arguments: [
    (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
    (#""\u00e9\uD834\uDD1E""#, "é𝄞"),
    (#""""#, ""),
  ])
  func decodesEveryEscape(text: String, meaning: String) throws {
    #expect(try read(text).root.string() == meaning)
  }

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("12", 12), ("-1.5", -1.5), ("2e3", 2000), ("1E-2", 0.01),
    ("0.0e-999", 0), ("1.7976931348623157e308", Double.greatestFiniteMagnitude),
  ])
  func readsNumbers(text: String, value: Double) throws {
    #expect(try read(text).root.number() == value)
  }

  @Test func nestsToTheLimitAndNoDeeper() throws {
    let limit = JSONDocument.depthLimit
    let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
    _ = try read(deepest)
    #expect(throws: JSONError.self) { try read("[" + deepest + "]") }
    #expect(throws: JSONError.self) { try read(String(repeating: "{\"a\":", count: 100_000)) }
  }

  /// Each line: a text, and the whole message that refuses it.
  @Test(arguments: [
    ("", "a.json:1:1: the text ends too early; expected a value"),
    ("  \n", "a.json:2:1: the text ends too early; expected a value"),
    ("[1,]", "a.json:1:3: comma before \"]\"; expected another item, or no comma"),
    ("{\"a\":1,\n}", "a.json:1:7: comma before \"}\"; expected another item, or no comma"),
    ("[1 2]", "a.json:1:4: found \"2\"; expected \",\" or \"]\""),
    ("[1", "a.json:1:3: the text ends too early; expected \",\" or \"]\""),
    ("1 x", "a.json:1:3: found \"x\"; expected the end of the text"),
    ("[NaN]", "a.json:1:2: found \"NaN\"; expected a value"),
    (
      "[-Infinity]",
      "a.json:1:2: \"-Infinity\" is not a JSON number; expected digits such as 34, -1.5 or 2e9"
    ),
    ("truer", "a.json:1:5: found \"r\"; expected the end of the text"),
    ("{a:1}", "a.json:1:2: found \"a\"; expected a key in quotes"),
    ("{\"a\" 1}", "a.json:1:6: found \"1\"; expected \":\""),
    ("// c", "a.json:1:1: found \"/\"; expected a value"),
    (
      "{\"a\":1,\n \"a\":2}",
      "a.json:2:2: duplicate key \"a\", first on line 1; expected each key once"
    ),
    ("01", "a.json:1:1: \"01\" is not a JSON number; expected digits such as 34, -1.5 or 2e9"),
    ("1.", "a.json:1:1: \"1.\" is not a JSON number; expected digits such as 34, -1.5 or 2e9"),
    ("+1", "a.json:1:1: found \"+\"; expected a value"),
    (".5", "a.json:1:1: found \".\"; expected a value"),
    ("1e", "a.json:1:1: \"1e\" is not a JSON number; expected digits such as 34, -1.5 or 2e9"),
    ("0x10", "a.json:1:1: \"0x10\" is not a JSON number; expected digits such as 34, -1.5 or 2e9"),
    ("1e999", "a.json:1:1: \"1e999\" is out of range; expected a magnitude that a double can hold"),
    (
      "1e-999",
      "a.json:1:1: \"1e-999\" is out of range; expected a magnitude that a double can hold"
    ),
    (
      #"["\q"]"#,
      #"a.json:1:3: unknown escape "\q"; expected one of \" \\ \/ \b \f \n \r \t \uXXXX"#
    ),
    (
      #""\u12g4""#,
      #"a.json:1:2: unknown escape "\u12g4"; expected one of \" \\ \/ \b \f \n \r \t \uXXXX"#
    ),
    (
      #""\uD834x""#,
      #"a.json:1:2: \uD834 is half of a surrogate pair; expected a high half followed by a low half"#
    ),
    (
      #""\uDD1E""#,
      #"a.json:1:2: \uDD1E is half of a surrogate pair; expected a high half followed by a low half"#
    ),
    (
      "\"a\nb\"",
      "a.json:1:3: control character 0xA in a string; expected an escape such as \\n or \\u0009"
    ),
    ("[\"ab", "a.json:1:2: the text ends too early; expected a closing quote for the string"),
    ("\u{FEFF}1", "a.json:1:1: the text begins with a byte order mark; expected UTF-8 without one"),
  ])
  func refusesWithPlaceAndRemedy(text: String, message: String) {
    #expect(throws: JSONError.self) { try read(text) }
    do { _ = try read(text) } catch { #expect(error.description == message) }
  }

  @Test(arguments: [
    [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80],
  ])
  func refusesBadUTF8(bytes: [UInt8]) {
    let text =
      [UInt8(ascii: "["), UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\""), UInt8(ascii: "]")]
    let error = #expect(throws: JSONError.self) { try JSONDocument(bytes: text, file: "a.json") }
    #expect(error?.problem == .invalidUTF8)
    #expect(error?.position == SourcePosition(line: 1, column: 2))
  }

  @Test func everyPrefixOfADocumentIsRefusedAndNothingTraps() throws {
    let text = #"{"name":"é\u00e9\uD834\uDD1E","list":[1.5e3,true,null,{"k":-2}]}"#
    let bytes = Array(text.utf8)
    _ = try JSONDocument(bytes: bytes, file: "a.json")
    for length in 0..<bytes.count {
      #expect(throws: JSONError.self) {
        try JSONDocument(bytes: Array(bytes.prefix(length)), file: "a.json")
      }
    }
  }
}
