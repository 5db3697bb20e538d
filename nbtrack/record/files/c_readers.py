"""Libraries that open files in C, C++ or Rust, which Python's audit events do not tell of.

What they open is found in other ways (`unseen_files`). The rest is not seen, and the record says so.
"""

C_READERS = frozenset(
    (
        # tables and arrays
        *("adbc_driver_sqlite", "blosc2", "chdb", "clickhouse_driver", "connectorx", "daft", "datafusion"),
        *("datatable", "deltalake", "duckdb", "h5py", "lance", "lmdb", "netCDF4", "polars", "pyarrow"),
        *("pyreadr", "pyreadstat", "rocksdict", "tables", "tensorstore", "tiledb", "vaex", "zarr"),
        # models
        *("catboost", "ctranslate2", "faiss", "fasttext", "hnswlib", "jaxlib", "lightgbm", "llama_cpp"),
        *("annoy", "onnxruntime", "openvino", "safetensors", "sentencepiece", "tensorflow", "tflite_runtime"),
        *("tokenizers", "torch", "xgboost"),
        # pictures, sound, films, volumes, maps, genomes
        *("av", "cv2", "decord", "essentia", "itk", "open3d", "openslide", "pyvips", "SimpleITK"),
        *("soundfile", "torchaudio", "torchcodec", "vtkmodules"),
        *("eccodes", "fiona", "osgeo", "pyogrio", "rasterio", "rioxarray"),
        *("cyvcf2", "pyBigWig", "pyfaidx", "pysam"),
    )
)
