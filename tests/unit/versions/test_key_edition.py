"""Keys are stored: whoever changes one raises the edition, so that old stores are refused."""

import hashlib

from hiyoke.errors import UnsortableVersionError
from hiyoke.versions import KEY_EDITION, SCHEMES, sort_key

#: Digest of the keys below, by edition. A new edition gets a new line; old lines stay.
DIGESTS = {2: "841b62f8fb98457693341f238f576f324960d289e92cd7e0d4ab2c7f3f4293a4"}

TEXTS = (
    "0",
    "1",
    "1.0",
    "1.0.0",
    "v1.2.3",
    "1.2.3-alpha.1",
    "1.2.3-rc1+build.5",
    "1.0a1.post2.dev3",
    "1!2.0+local.7",
    "2:1.18.0~rc1-3ubuntu0.1",
    "1.2.3^git1-4.el9_2",
    "1.2.3_p4-r5",
    "1.0-SNAPSHOT",
    "1.0.RELEASE",
    "v0.0.0-20240101000000-abcdefabcdef",
    "2.0.0+incompatible",
    "10.2.9-h1",
    "2024a",
    "1.0.2zg",
    "dev-main",
    "99999999999999999999.1",
)


def test_edition_is_raised_with_every_change_of_a_key() -> None:
    digest = hashlib.sha256()
    for scheme in SCHEMES:
        for text in TEXTS:
            try:
                key = sort_key(scheme, text)
            except UnsortableVersionError:
                key = b"unsortable"
            digest.update(f"{scheme} {text} {key.hex()}\n".encode())
    assert DIGESTS[KEY_EDITION] == digest.hexdigest(), (
        "version keys have changed: raise KEY_EDITION and add a line here"
    )
