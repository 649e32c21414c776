"""What all clients ask, whatever their dialect."""

import base64
import os
import struct
import zlib

MODEL = os.environ.get("REAL_MODEL", "practice")
EMBEDDER = os.environ.get("REAL_EMBEDDER", "practice-embed")
HELLO = "Tell me something."
#: How every answer of the practice model begins; of others nobody knows that.
OPENING = "This is Herd's built-in practice model" if MODEL == "practice" else ""
#: The practice model uses the tools that a message names, with the arguments behind the name.
ONE_TOOL = 'Please use get_weather({"city": "Zürich", "days": 3}) for me.'
TWO_TOOLS = 'Use get_weather({"city": "Bern", "days": 1}) and get_time({"zone": "Europe/Zurich"}) together.'
OVERLONG = "word " * 40_000

WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["city"],
}
TIME = {"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"]}
TOOLS = {"get_weather": ("The weather of a city.", WEATHER), "get_time": ("The time in a zone.", TIME)}

CITY = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "inhabitants": {"type": "integer", "minimum": 10},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["name", "inhabitants", "tags"],
    "additionalProperties": False,
}


def png():
    """The smallest picture there is."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


PICTURE = png()
PICTURE_TEXT = base64.b64encode(PICTURE).decode()
#: What the practice model says about it.
SEEN = f"It was shown a picture of {len(PICTURE)} bytes."


def tells_no_address(text, stand):
    """A client is told what is wrong, never where the backends are."""
    return stand.fake.url.removeprefix("http://") not in text and "127.0.0.1" not in text
