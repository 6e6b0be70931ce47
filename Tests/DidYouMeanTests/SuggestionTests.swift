import Testing

@testable import DidYouMean

@Suite("Suggestions for misspelt names")
struct SuggestionTests {
  let names = ["darknet53", "cspdarknet53", "resnet50", "cspresnet50", "tpu-v1"]

  @Test(
    "the name with the fewest edits is meant",
    arguments: [
      ("darknet35", "darknet53"), ("csdarknet53", "cspdarknet53"), ("ResNet50", "resnet50"),
      ("resnet5", "resnet50"), ("tpuv1", "tpu-v1"),
    ])
  func misspelt(typed: String, meant: String) {
    #expect(Suggestion.closest(to: typed, among: names) == meant)
  }

  @Test("a beginning of a name stands for the first such name")
  func beginning() {
    #expect(Suggestion.closest(to: "csp", among: names) == "cspdarknet53")
    #expect(Suggestion.closest(to: "c", among: names) == nil)
    let profiles = ["tpu-v1", "gemmini-16x16"]
    #expect(Suggestion.closest(to: "gemini", among: profiles) == "gemmini-16x16")
    #expect(Suggestion.closest(to: "gemi", among: profiles) == nil)
  }

  @Test(
    "nothing is suggested for what is near no name",
    arguments: ["", "vgg16", "mobilenet", String(repeating: "a", count: 65)])
  func far(typed: String) {
    #expect(Suggestion.closest(to: typed, among: names) == nil)
  }

  @Test("the distance counts insertions, deletions, substitutions and swaps as one edit each")
  func distance() {
    func distance(_ a: String, _ b: String) -> Int {
      Suggestion.editDistance(Array(a.utf8), Array(b.utf8))
    }
    #expect(distance("", "abc") == 3)
    #expect(distance("abc", "") == 3)
    #expect(distance("abc", "abc") == 0)
    #expect(distance("abc", "abd") == 1)
    #expect(distance("abc", "acb") == 1)
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("ca", "abc") == 3)
  }
}
