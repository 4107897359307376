"""Opening what a user hands us, within bounds, and writing what we make, privately.

Every file Hiyoke reads comes through `open_documents`: plain, in gzip or zstandard, in a zip or
in a folder. Every file it writes goes through `write_private`.
"""

from hiyoke.documents.bounds import (
    MAX_DOCUMENT_BYTES,
    MAX_LINE_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    RATIO_GRACE_BYTES,
)
from hiyoke.documents.document import Document
from hiyoke.documents.file_lock import try_lock
from hiyoke.documents.json_parts import (
    JsonPart,
    PartKind,
    read_json_parts,
    root_scalars,
    split_elements,
)
from hiyoke.documents.lenient_json import ElementDecoder, ElementFault, Elements
from hiyoke.documents.open_documents import files_under, open_documents
from hiyoke.documents.private_files import private_folder, sync_folder, write_private
from hiyoke.documents.text import decode_text
from hiyoke.documents.utf8_source import Utf8Source
from hiyoke.documents.xml_parts import XmlPart, declared_encoding, read_xml_parts

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "MAX_LINE_BYTES",
    "MAX_MEMBERS",
    "MAX_RATIO",
    "RATIO_GRACE_BYTES",
    "Document",
    "ElementDecoder",
    "ElementFault",
    "Elements",
    "JsonPart",
    "PartKind",
    "Utf8Source",
    "XmlPart",
    "declared_encoding",
    "decode_text",
    "files_under",
    "open_documents",
    "private_folder",
    "read_json_parts",
    "read_xml_parts",
    "root_scalars",
    "split_elements",
    "sync_folder",
    "try_lock",
    "write_private",
]
