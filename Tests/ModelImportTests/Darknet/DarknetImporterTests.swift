import LayerGraph
import ModelImport
import Testing

@Suite("darknet sections")
struct DarknetImporterTests {
  static let header = "[net]\nbatch=64\nwidth=32\nheight=24\nchannels=3\n"

  static func imported(
    _ sections: String, options: ImportOptions = ImportOptions()
  ) throws -> ImportedNetwork {
    try DarknetImporter.network(
      text: Array((header + sections).utf8), file: "folder/tiny.cfg", options: options)
  }

  private func layers(_ sections: String) throws -> ArraySlice<Layer> {
    try Self.imported(sections).network.layers.dropFirst()
  }

  @Test("the training batch is ignored, the name is the file's, and options set input and batch")
  func options() throws {
    let sections = "[convolutional]\nfilters=4\nactivation=leaky\n"
    let plain = try Self.imported(sections).network
    #expect(plain.name == "tiny")
    #expect(plain.batch == 1)
    #expect(plain.input == Shape(channels: 3, height: 24, width: 32))
    let other = try Self.imported(
      sections, options: ImportOptions(input: Spatial(height: 8, width: 16), batch: 2)
    ).network
    #expect(other.batch == 2)
    #expect(other.input == Shape(channels: 3, height: 8, width: 16))
  }

  @Test("a convolution has a bias or a normalisation, padding of half its size, and groups")
  func convolution() throws {
    let layer = try #require(
      layers(
        """
        [convolutional]
        batch_normalize=1
        filters = 6  # twice the input
        size=5
        stride=2
        pad=1
        groups=3
        dilation=2
        activation=mish
        """
      ).first)
    let window = Window(
      kernel: Spatial(5), stride: Spatial(2), dilation: Spatial(2), padding: Padding(4))
    #expect(
      layer.operation
        == .convolution(
          Convolution(filters: 6, window: window, groups: 3, hasBias: false, isNormalised: true)))
    #expect(layer.activation == .mish)
    #expect(layer.output == Shape(channels: 6, height: 12, width: 16))
    #expect(layer.name == "0 conv 5×5/2 g3")
  }

  @Test("pooling pads size − 1 in total, the larger half below and right")
  func pooling() throws {
    let layers = try layers("[maxpool]\nsize=2\nstride=1\n[local_avgpool]\nsize=3\nstride=2\n")
    let padding = Padding(top: 0, left: 0, bottom: 1, right: 1)
    #expect(
      layers.map(\.operation) == [
        .pool(Pooling(kind: .maximum, window: Window(kernel: Spatial(2), padding: padding))),
        .pool(
          Pooling(
            kind: .average,
            window: Window(kernel: Spatial(3), stride: Spatial(2), padding: Padding(1)))),
      ])
    #expect(layers.last?.output == Shape(channels: 3, height: 12, width: 16))
  }

  @Test("pooling over depth takes every n-th channel together")
  func depthPooling() throws {
    let layers = try layers(
      "[conv]\nfilters=8\n[maxpool]\nmaxpool_depth=1\nout_channels=4\nsize=1\nstride=1\n")
    #expect(
      layers.dropFirst().map(\.operation) == [
        .shuffle(groups: 2), .crossChannelPool(CrossChannelPooling(groupSize: 2)),
      ])
    #expect(layers.last?.output.channels == 4)
  }

  @Test("routes count sections from the start, or back from themselves, and cut channel groups")
  func routes() throws {
    let layers = try layers(
      """
      [convolutional]
      filters=4
      [convolutional]
      filters=6
      [route]
      layers=-1,0
      [route]
      layers=1
      [route]
      layers=-1,-2
      groups=2
      group_id=1
      """)
    #expect(
      layers.map(\.inputs) == [[0], [1], [2, 1], [2], [4], [3], [5, 6]])
    #expect(
      layers.dropFirst(2).map(\.operation) == [
        .concatenate, .identity, .slice(ChannelSlice(range: 3..<6)),
        .slice(ChannelSlice(range: 5..<10)), .concatenate,
      ])
    #expect(layers.last?.output.channels == 8)
  }

  @Test("a shortcut adds several layers, also of other channel counts and resolutions")
  func shortcut() throws {
    let network = try Self.imported(
      """
      [convolutional]
      filters=4
      [convolutional]
      filters=8
      size=3
      stride=2
      pad=1
      [convolutional]
      filters=8
      [shortcut]
      from=-2,-3
      activation=leaky
      """
    ).network
    let sum = network.layers[4]
    #expect(sum.operation == .add)
    #expect(sum.inputs == [3, 2, 1])
    #expect(sum.activation == .leaky(slope: 0.1))
    #expect(sum.output == Shape(channels: 8, height: 12, width: 16))
    #expect(network.counts(of: 4).additions == 2 * 8 * 12 * 16)
  }

  @Test("squeeze and excitation scales an earlier layer; sam multiplies two of the same shape")
  func products() throws {
    let layers = try layers(
      """
      [convolutional]
      filters=4
      [avgpool]
      [convolutional]
      filters=4
      activation=logistic
      [scale_channels]
      from=0
      [sam]
      from=0
      """)
    #expect(layers.map(\.inputs).suffix(2) == [[1, 3], [1, 4]])
    #expect(layers.suffix(2).map(\.operation) == [.multiply, .multiply])
    #expect(layers.last?.output == Shape(channels: 4, height: 24, width: 32))
  }

  @Test("reorg keeps darknet's numbering of channels, reorg3d is space to depth, upsample repeats")
  func rearranging() throws {
    let layers = try layers("[reorg]\nstride=2\n[reorg3d]\nstride=2\nreverse=1\n[upsample]\n")
    #expect(
      layers.map(\.operation) == [
        .reorganise(Reorganise(stride: 2, order: .darknet)),
        .reorganise(Reorganise(stride: 2, direction: .depthToSpace, order: .blockFirst)),
        .upsample(Upsample(factor: Spatial(2))),
      ])
    #expect(layers.last?.output == Shape(channels: 3, height: 48, width: 64))
  }

  @Test("a crop behind [net] is the input; the classifier's tail keeps one layer a section")
  func classifier() throws {
    let imported = try Self.imported(
      """
      [crop]
      crop_height=16
      crop_width=16
      [dropout]
      probability=.5
      [batchnorm]
      [activation]
      activation=relu
      [lrn]
      [connected]
      output=10
      activation=linear
      [softmax]
      [cost]
      type=sse
      """)
    #expect(imported.network.input == Shape(channels: 3, height: 16, width: 16))
    #expect(
      imported.network.layers.map(\.operation.name) == [
        "input", "identity", "identity", "affine", "activation", "local-response-normalisation",
        "linear", "softmax", "identity",
      ])
    #expect(
      imported.warnings.map(\.description) == [
        "folder/tiny.cfg:6: [crop] is the network's input: the host crops the image"
      ])
  }

  @Test(
    "heads account for the channels they read",
    arguments: [
      ("[yolo]\nmask=0,1\nclasses=2\nnum=6", 14, Detection(anchors: 2, classes: 2)),
      ("[Gaussian_yolo]\nmask=0,1\nclasses=2", 22, Detection(anchors: 2, classes: 2)),
      ("[region]\nnum=5\nclasses=20\ncoords=4", 125, Detection(anchors: 5, classes: 20)),
    ])
  func heads(section: String, channels: Int, expected: Detection) throws {
    let layers = try layers("[conv]\nfilters=\(channels)\n\(section)\n")
    #expect(layers.last?.operation == .detection(expected))
    #expect(throws: ImportError.self) {
      try Self.imported("[conv]\nfilters=\(channels + 1)\n\(section)\n")
    }
  }

  @Test("stages follow the resolution")
  func stages() throws {
    let network = try Self.imported(
      """
      [conv]
      filters=4
      [maxpool]
      size=2
      stride=2
      [conv]
      filters=4
      [upsample]
      [maxpool]
      size=4
      stride=4
      [avgpool]
      """
    ).network
    #expect(
      network.layers.map(\.stage) == [
        "stem", "stem", "stage 1", "stage 1", "stem", "stage 2", "head",
      ])
  }

  @Test("what doesn't change shapes is passed over with a warning and its line")
  func warnings() throws {
    let imported = try Self.imported(
      """
      [convolutional]
      filters=4
      filters=8
      colour=blue
      xnor=1
      activation=selu
      [quantum]
      """, options: ImportOptions(allowsUnsupported: true))
    #expect(
      imported.warnings.map(\.description) == [
        "folder/tiny.cfg:8: [convolutional] has 'filters' again: the first one counts",
        "folder/tiny.cfg:9: [convolutional] unknown key 'colour' is passed over",
        "folder/tiny.cfg:10: [convolutional] xnor is passed over: the layer is computed and counted"
          + " without it",
        "folder/tiny.cfg:11: [convolutional] activation 'selu' is computed as elu",
        "folder/tiny.cfg:12: [quantum] is taken as one pass over the elements of its input",
      ])
    #expect(imported.network.layers[1].output.channels == 4)
  }
}
