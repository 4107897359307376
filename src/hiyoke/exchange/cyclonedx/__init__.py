"""CycloneDX: bills of materials 1.0 to 1.7, JSON and XML."""

from hiyoke.exchange.cyclonedx.read_json import open_json, recognises_json
from hiyoke.exchange.cyclonedx.read_xml import open_xml, recognises_xml

__all__ = ["open_json", "open_xml", "recognises_json", "recognises_xml"]
