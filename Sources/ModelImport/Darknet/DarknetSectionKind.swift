/// The section types that have a meaning here, with darknet's two spellings of some
/// (`string_to_layer_type` in its `parser.c`).
enum DarknetSectionKind {
  case network
  case convolutional
  case connected
  case maximumPool
  case localAveragePool
  case averagePool
  case route
  case shortcut
  case upsample
  case reorganise
  case reorganise3D
  case scaleChannels
  case spatialAttention
  case activation
  case normalisation
  case localResponse
  case passThrough
  case softmax
  case logistic
  case crop
  case yolo
  case gaussianYolo
  case region
  case detection

  init?(header: String) {
    switch header {
    case "net", "network": self = .network
    case "conv", "convolutional": self = .convolutional
    case "conn", "connected": self = .connected
    case "max", "maxpool": self = .maximumPool
    case "local_avg", "local_avgpool": self = .localAveragePool
    case "avg", "avgpool": self = .averagePool
    case "route": self = .route
    case "shortcut": self = .shortcut
    case "upsample": self = .upsample
    case "reorg": self = .reorganise
    case "reorg3d": self = .reorganise3D
    case "scale_channels": self = .scaleChannels
    case "sam": self = .spatialAttention
    case "activation": self = .activation
    case "batchnorm": self = .normalisation
    case "lrn", "normalization": self = .localResponse
    case "dropout", "cost", "empty", "silence", "contrastive": self = .passThrough
    case "soft", "softmax": self = .softmax
    case "logistic": self = .logistic
    case "crop": self = .crop
    case "yolo": self = .yolo
    case "Gaussian_yolo": self = .gaussianYolo
    case "region": self = .region
    case "detection": self = .detection
    default: return nil
    }
  }
}

extension DarknetSectionKind {
  /// The keys that the importer reads.
  var meaningfulKeys: [String] {
    switch self {
    case .network: ["width", "height", "channels", "inputs"]
    case .convolutional:
      [
        "filters", "size", "stride", "stride_x", "stride_y", "pad", "padding", "groups",
        "dilation", "batch_normalize", "bias", "activation",
      ]
    case .connected: ["output", "activation", "batch_normalize"]
    case .maximumPool, .localAveragePool:
      ["size", "stride", "stride_x", "stride_y", "padding", "maxpool_depth", "out_channels"]
    case .route: ["layers", "groups", "group_id"]
    case .shortcut, .scaleChannels, .spatialAttention: ["from", "activation", "scale_wh"]
    case .upsample: ["stride"]
    case .reorganise, .reorganise3D: ["stride", "reverse"]
    case .activation: ["activation"]
    case .softmax: ["spatial", "groups"]
    case .crop: ["crop_height", "crop_width"]
    case .yolo, .gaussianYolo: ["classes", "mask", "num"]
    case .region: ["classes", "num", "coords"]
    case .detection: ["classes", "num", "coords", "side"]
    case .averagePool, .normalisation, .localResponse, .passThrough, .logistic: []
    }
  }

  /// Keys for training, losses, drawing and scheduling: they change neither shapes nor counts.
  var harmlessKeys: [String] {
    switch self {
    case .network: DarknetSectionKind.trainingKeys
    case .convolutional:
      [
        "cbn", "assisted_excitation", "sway", "rotate", "stretch", "stretch_sway", "angle",
        "grad_centr", "reverse", "deform", "temporal", "flipped", "dot", "coeff", "train_only_bn",
        "batch_normalise",
      ] + DarknetSectionKind.anySectionKeys
    case .yolo, .gaussianYolo, .region, .detection:
      DarknetSectionKind.detectionKeys + DarknetSectionKind.anySectionKeys
    case .passThrough:
      [
        "probability", "dropblock", "dropblock_size_rel", "dropblock_size_abs", "type", "scale",
        "ratio", "noobj", "classes", "temperature", "yolo_layers",
      ] + DarknetSectionKind.anySectionKeys
    case .crop: ["flip", "angle", "saturation", "exposure", "shift", "noadjust"]
    case .softmax: ["temperature", "tree", "noloss"] + DarknetSectionKind.anySectionKeys
    case .shortcut: ["alpha", "beta"] + DarknetSectionKind.anySectionKeys
    case .localResponse: ["alpha", "beta", "kappa", "size"]
    default: DarknetSectionKind.anySectionKeys
    }
  }

  /// Keys that, set to anything but 0, change shapes or add layers in a way the graph can't follow.
  var refusedKeys: [String] {
    switch self {
    case .convolutional, .maximumPool, .localAveragePool: ["antialiasing"]
    case .network: ["time_steps"]
    default: []
    }
  }

  /// Keys that, set to anything but 0 or `none`, darknet computes otherwise than this graph does.
  var approximatedKeys: [String] {
    switch self {
    case .convolutional: ["binary", "xnor", "bin_output", "share_index"]
    case .shortcut: ["weights_type", "weights_normalization"]
    case .upsample: ["scale"]
    default: []
    }
  }
}

extension DarknetSectionKind {
  private static let anySectionKeys = [
    "stopbackward", "onlyforward", "dont_update", "burnin_update", "dontload", "dontloadscales",
    "learning_rate", "learning_scale", "train_only_bn", "dontsave", "lr_mult", "stream",
    "wait_stream", "name",
  ]

  private static let trainingKeys = [
    "batch", "subdivisions", "momentum", "decay", "angle", "aspect", "saturation", "exposure",
    "hue", "learning_rate", "learning_rate_min", "burn_in", "power", "policy", "max_batches",
    "steps", "scales", "step", "scale", "gamma", "seq_scales", "sgdr_cycle", "sgdr_mult",
    "max_crop", "min_crop", "flip", "blur", "gaussian_noise", "mixup", "cutmix", "mosaic",
    "mosaic_bound", "letter_box", "label_smooth_eps", "adam", "B1", "B2", "eps", "track",
    "augment_speed", "try_fix_nan", "init_sequential_subdivisions", "sequential_subdivisions",
    "loss_scale", "dynamic_minibatch", "optimized_memory", "workspace_size_limit_MB",
    "max_chart_loss", "contrastive", "contrastive_jit_flip", "contrastive_color", "unsupervised",
    "weights_reject_freq", "equidistant_point", "badlabels_rejection_percentage", "ema_alpha",
    "num_sigmas_reject_badlabels", "show_receptive_field", "random", "noadjust", "save_weights",
    "resize", "resize_step", "attention", "adversarial_lr", "max_delta", "weighted",
  ]

  private static let detectionKeys = [
    "anchors", "jitter", "resize", "ignore_thresh", "truth_thresh", "random", "max", "total",
    "scale_x_y", "new_coords", "iou_loss", "iou_thresh", "iou_thresh_kind", "iou_normalizer",
    "cls_normalizer", "obj_normalizer", "delta_normalizer", "max_delta", "uc_normalizer",
    "beta_nms", "nms_kind", "counters_per_class", "focal_loss", "label_smooth_eps",
    "objectness_smooth", "track_history_size", "sim_thresh", "dets_for_track", "dets_for_show",
    "track_ciou_norm", "embedding_layer", "map", "yolo_point", "softmax", "absolute", "bias_match",
    "rescore", "thresh", "sqrt", "class_scale", "object_scale", "noobject_scale", "coord_scale",
    "mask_scale", "background", "tree", "classfix", "log", "forced", "reorg", "classes_multipliers",
  ]
}
