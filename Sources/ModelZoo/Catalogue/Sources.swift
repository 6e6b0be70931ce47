/// Where published figures were read.
enum Sources {
  static let readme = "WongKinYiu/CrossStagePartialNetworks README"
  static let torchvision = "torchvision model pages"
  static let pjreddie = "pjreddie.com/darknet/imagenet"
  static let alexeyAB = "AlexeyAB/darknet README"
  static let yoloV4Paper = "Bochkovskiy et al., YOLOv4, 2020"
  static let scaledYOLOv4 = "Wang et al., Scaled-YOLOv4, CVPR 2021"
  static let yoloX = "Megvii-BaseDetection/YOLOX README"
  static let prn = "WongKinYiu/PartialResidualNetworks README"
  static let table1 = "CSPNet paper, table 1"
  static let table2 = "CSPNet paper, table 2"
  static let table3 = "CSPNet paper, table 3"
  static let table4 = "CSPNet paper, table 4"
  static let figure8 = "CSPNet paper, figure 8"
  static let ncnn = "counted in Tencent/ncnn benchmark/models"
}
