import JSONText
import Testing

private let text = """
  {
    "name": "array",
    "rows": 256,
    "ratio": 0.5,
    "list": [{ "stride": 2 }, { "strides": 3 }],
    "on": true
  }
  """

private func message(_ body: () throws(JSONError) -> Void) -> String? {
  do { try body() } catch { return error.description }
  return nil
}

@Suite struct JSONNodeTests {
  let root: JSONNode

  init() throws { root = try JSONDocument(text: text, file: "a.json").root }

  @Test func readsEachKind() throws {
    var object = try root.object()
    #expect(try object.required("name").string() == "array")
    #expect(try object.required("rows").integer(in: 1...4096) == 256)
    #expect(try object.required("ratio").number(in: 0...1) == 0.5)
    #expect(try object.required("on").boolean())
    #expect(try object.required("list").array().map(\.path.description) == ["list[0]", "list[1]"])
    #expect(object.optional("missing") == nil)
    try object.finish()
  }

  @Test func errorsNameFileLinePathAndRemedy() throws {
    var object = try root.object()
    let rows = try object.required("rows")
    let list = try object.required("list")
    #expect(
      message { () throws(JSONError) in _ = try rows.integer(in: 1...128) }
        == "a.json:3:11: rows: 256 is out of range; expected 1 to 128")
    #expect(
      message { () throws(JSONError) in _ = try rows.string() }
        == "a.json:3:11: rows: found a number; expected a string")
    #expect(
      message { () throws(JSONError) in _ = try object.required("columns") }
        == "a.json:1:1: missing key \"columns\"; expected a member named \"columns\"")
    var second = try list.array()[1].object()
    _ = second.optional("stride")
    _ = second.optional("padding")
    #expect(
      message { () throws(JSONError) in try second.finish() }
        == "a.json:5:31: list[1]: unknown key \"strides\"; did you mean \"stride\"?; "
        + "expected one of stride, padding")
  }

  @Test(arguments: [("1.0", "is not a whole number"), ("1e3", "is not a whole number")])
  func integersAreWrittenAsDigits(literal: String, problem: String) throws {
    let node = try JSONDocument(text: literal, file: "a.json").root
    #expect(
      message { () throws(JSONError) in _ = try node.integer(in: 0...9999) }
        == "a.json:1:1: \"\(literal)\" \(problem); expected digits only, such as 256")
  }

  @Test func anIntegerPastInt64IsOutOfRange() throws {
    let node = try JSONDocument(text: "99999999999999999999", file: "a.json").root
    #expect(
      message { () throws(JSONError) in _ = try node.integer(in: 0...9) }
        == "a.json:1:1: 99999999999999999999 is out of range; expected 0 to 9")
  }

  @Test func oddKeysAreQuotedInPathsAndCutWhenLong() {
    let path = JSONPath.root.appending(key: "a b").appending(key: "c").appending(index: 0)
    #expect(path.description == "[\"a b\"].c[0]")
    #expect(Excerpt(String(repeating: "x", count: 99)).description.count == Excerpt.limit + 3)
    #expect(Excerpt("a\u{1B}[1m\n").description == "\"a\\u{1B}[1m\\n\"")
  }
}
