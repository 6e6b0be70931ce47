import JSONText
import Testing

@Suite struct JSONWriterTests {
  let summary: JSONOutput = [
    "name": "a\"\\\n\u{1}µ", "cycles": 12, "seconds": 0.1, "layers": [["macs": 3], []],
    "none": nil, "on": true, "empty": [:],
  ]

  @Test func compactIsOneLineInTheGivenOrder() throws {
    #expect(
      try summary.text(layout: .compact)
        == #"{"name":"a\"\\\n\u0001µ","cycles":12,"seconds":0.1,"layers":[{"macs":3},[]],"#
        + #""none":null,"on":true,"empty":{}}"#)
  }

  @Test func prettyIndentsByTwo() throws {
    let value: JSONOutput = ["a": [1, 2], "b": [:]]
    #expect(
      try value.text(layout: .pretty) == """
        {
          "a": [
            1,
            2
          ],
          "b": {}
        }

        """)
  }

  @Test(arguments: [
    0.1, 1.0 / 3, Double.leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 1e16, 123_456_789.5,
  ])
  func doublesRoundTrip(value: Double) throws {
    let text = try JSONOutput.number(value).text(layout: .compact)
    let back = try JSONDocument(text: text, file: "a.json").root.number()
    #expect(back.bitPattern == value.bitPattern)
  }

  @Test func writtenTextReadsBackThroughTheStrictReader() throws {
    for layout in [JSONOutput.Layout.compact, .pretty] {
      let document = try JSONDocument(text: summary.text(layout: layout), file: "a.json")
      var object = try document.root.object()
      #expect(object.keys == ["name", "cycles", "seconds", "layers", "none", "on", "empty"])
      #expect(try object.required("name").string() == "a\"\\\n\u{1}µ")
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func refusesWhatJSONCannotHold(value: Double) {
    let output: JSONOutput = ["layers": [["cycles": .number(value)]]]
    let error = #expect(throws: JSONOutputError.self) { try output.text(layout: .compact) }
    #expect(error?.description.hasPrefix("layers[0].cycles: ") == true)
  }

  @Test func refusesAKeyGivenTwice() {
    let output = JSONOutput.object([.init("a", 1), .init("a", 2)])
    #expect(throws: JSONOutputError.duplicateKey("a", path: .root)) {
      try output.text(layout: .compact)
    }
  }
}
