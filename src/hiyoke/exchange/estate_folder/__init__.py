"""The estate as a folder of YAML and CSV files that people edit and review."""

from hiyoke.exchange.estate_folder.bounds import MAX_TEXT_BYTES, read_text_file
from hiyoke.exchange.estate_folder.reading_csv import read_csv
from hiyoke.exchange.estate_folder.reading_yaml import read_yaml
from hiyoke.exchange.estate_folder.starter import starter_files
from hiyoke.exchange.estate_folder.write import write_csv_files
from hiyoke.exchange.estate_folder.yaml_nodes import MalformedYamlError, parse_yaml

__all__ = [
    "MAX_TEXT_BYTES",
    "MalformedYamlError",
    "parse_yaml",
    "read_csv",
    "read_text_file",
    "read_yaml",
    "starter_files",
    "write_csv_files",
]
