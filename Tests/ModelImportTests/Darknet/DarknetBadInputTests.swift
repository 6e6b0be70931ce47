import LayerGraph
import ModelImport
import Testing

@Suite("Bad darknet configurations")
struct DarknetBadInputTests {
  private func message(_ text: String) -> String {
    message(Array(text.utf8))
  }

  private func message(_ bytes: [UInt8]) -> String {
    do {
      _ = try DarknetImporter.network(text: bytes, file: "n.cfg")
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test("a byte order mark before the first section says nothing")
  func byteOrderMark() {
    let text = "[net]\nheight=8\nwidth=8\nchannels=3\n[convolutional]\nfilters=4\n"
    #expect(message([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == "no error")
    #expect(message(text + "\u{FEFF}[net]").contains("n.cfg:7: "))
  }

  @Test(
    "what isn't a configuration is refused at its line",
    arguments: [
      ("", "n.cfg: the file has no section; give a darknet configuration, which starts with [net]"),
      (
        "width=3\n[net]",
        "n.cfg:1: 'width=3' stands before the first section;"
          + " start a darknet configuration with [net]"
      ),
      (
        "[convolutional]",
        "n.cfg:1: [convolutional] is the first section; start a darknet configuration with [net]"
      ),
      ("[net]\n", "n.cfg:1: [net] is the only section; add layers, such as [convolutional]"),
      (
        "[net]\n\n[convol",
        "n.cfg:3: the section header '[convol' is malformed;"
          + " write a name between brackets, such as [convolutional]"
      ),
      (
        "[net]\nwidth 32",
        "n.cfg:2: 'width 32' is neither a section nor an entry;"
          + " write key=value, [section] or # comment"
      ),
      (
        "[net]\nwidth=8\nheight=8\n[conv]\n",
        "n.cfg:1: [net] has no channels; add channels=… with a whole number from 1 to 1048576"
      ),
      (
        "[net]\nwidth=8.5\nheight=8\nchannels=3\n[conv]\n",
        "n.cfg:2: [net] width is '8.5'; expected a whole number from 1 to 1048576"
      ),
    ])
  func malformed(text: String, expected: String) {
    #expect(message(text) == expected)
  }

  @Test(
    "a section that can't be a layer is refused at its line",
    arguments: [
      ("[convolutional]\nfilters=0", "8: [convolutional] filters is '0'"),
      ("[convolutional]\nfilters=1099511627776", "8: [convolutional] filters is '1099511627776'"),
      (
        "[convolutional]\nfilters=99999999999999999999",
        "8: [convolutional] filters is '99999999999999999999'"
      ),
      ("[convolutional]\nfilters=-4", "8: [convolutional] filters is '-4'"),
      (
        "[convolutional]\nfilters=1048576\nsize=1048575\npad=1",
        "7: [convolutional] can't be a layer: layer '1 conv 1048575×1048575': its parameters"
      ),
      ("[convolutional]\nsize=99", "7: [convolutional] can't be a layer: layer '1 conv 99×99'"),
      ("[convolutional]\ngroups=3", "7: [convolutional] can't be a layer: layer '1 conv 1×1 g3'"),
      ("[convolutional]\nactivation=leeky", "8: [convolutional] activation is 'leeky'"),
      ("[convolutional]\nantialiasing=1", "8: [convolutional] antialiasing changes the layers"),
      ("[route]", "7: [route] has no layers"),
      ("[route]\nlayers=", "8: [route] layers is empty"),
      ("[route]\nlayers=a", "8: [route] layers is 'a'"),
      ("[route]\nlayers=1", "8: [route] layers is 1, which is not a section before this one"),
      ("[route]\nlayers=5", "8: [route] layers is 5, which is not a section before this one"),
      ("[route]\nlayers=-2", "8: [route] layers is -2, which is not a section before this one"),
      (
        "[route]\nlayers=0\ngroups=3", "9: [route] groups is 3, which doesn't divide the 4 channels"
      ),
      ("[route]\nlayers=0\ngroups=2\ngroup_id=2", "10: [route] group_id is 2"),
      (
        "[maxpool]\nstride=2\n[route]\nlayers=0,1",
        "9: [route] can't be a layer: layer '2 route': the shapes 4×8×8 and 4×4×4 don't go together"
      ),
      ("[shortcut]\nfrom=7", "8: [shortcut] from is 7, which is not a section before this one"),
      ("[upsample]\nstride=-2", "8: [upsample] stride is '-2'"),
      ("[reorg]\nstride=3", "7: [reorg] can't be a layer: layer '1 reorg 3'"),
      ("[yolo]\nclasses=80\nmask=0,1,2", "7: [yolo] reads 4 channels, but 3 anchors of 80 classes"),
      ("[detection]\nside=7", "7: [detection] reads 256 values"),
      ("[crop]\ncrop_height=4\ncrop_width=4", "7: [crop] cuts 4×8×8 to 4×4×4 inside the network"),
      ("[lstm]\noutput=4", "7: [lstm] is a section that cspsim has no meaning for"),
      ("[net]", "7: [net] stands a second time"),
    ])
  func refused(section: String, expected: String) {
    let text = "[net]\nwidth=8\nheight=8\nchannels=3\n[conv]\nfilters=4\n" + section
    #expect(message(text).hasPrefix("n.cfg:\(expected)"), "\(message(text))")
  }

  @Test("binary data is refused at its line")
  func binary() {
    #expect(
      message([0x5B, 0x6E, 0x65, 0x74, 0x5D, 0x0A, 0xFF, 0xFE, 0x00, 0x0A])
        == "n.cfg:2: the line isn't text; give a file in UTF-8 (binary weights don't belong here)")
  }

  @Test("a million sections are refused where the limit is passed")
  func tooManySections() {
    let text = "[net]\nwidth=8\nheight=8\nchannels=3\n"
    let sections = String(repeating: "[dropout]\n", count: 1_000_000)
    let line = 4 + Limits.layers + 1
    #expect(
      message(text + sections)
        == "n.cfg:\(line): there are more than \(Limits.layers) sections;"
        + " give a network of at most \(Limits.layers) layers")
  }

  @Test("every prefix of a configuration is read or refused, never more")
  func truncated() {
    let text = Array((DarknetImporterTests.header + "[conv]\nfilters=4\n[route]\nlayers=-1").utf8)
    for length in 0..<text.count {
      let message = message(Array(text.prefix(length)))
      #expect(message == "no error" || message.hasPrefix("n.cfg"), "\(length) bytes")
    }
  }
}
