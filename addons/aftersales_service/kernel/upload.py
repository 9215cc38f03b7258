"""Photos that come over the web: what a file really is, and whether it may be kept.

The name and the type that a browser tells are not believed: the first bytes decide.
"""

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LARGEST_SUM = 60 * MEGABYTE
MOST = 30
_SOUNDS = (b"ID3", b"#!AMR", b"OggS", b"\x1aE\xdf\xa3")
# frames of MP3 and AAC; a text in UTF-16 begins with FF FE
_SOUNDS += tuple(
    b"\xff" + bytes([second]) for second in b"\xfb\xfa\xf3\xf2\xe3\xf1\xf9"
)


def picture_type(content):
    """MIME type of a picture that every browser shows, or None.

    >>> picture_type(b"\\xff\\xd8\\xff\\xe0 and so on")
    'image/jpeg'
    >>> picture_type(b"\\x89PNG\\r\\n\\x1a\\n and so on")
    'image/png'
    >>> picture_type(b"RIFF\\x00\\x00\\x00\\x00WEBPVP8 ")
    'image/webp'
    >>> picture_type(b"<svg onload='alert(1)'/>")
    >>> picture_type(b"%PDF-1.7")
    """
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def is_recording(content):
    """Whether these are sounds as telephones record them: MP3, MP4/M4A, 3GP, AMR, AAC, Ogg,
    WAV or WebM.

    >>> is_recording(b"#!AMR\\n and so on")
    True
    >>> is_recording(b"\\0\\0\\0\\x20ftypM4A ")
    True
    >>> is_recording(b"RIFF\\0\\0\\0\\0WAVEfmt ")
    True
    >>> is_recording(b"\\xff\\xfb\\x90\\x64")
    True
    >>> any(map(is_recording, (b"<svg onload='alert(1)'/>", b"\\xff\\xfe<\\0", b"MZ", b"")))
    False
    """
    if content[:4] == b"RIFF":
        return content[8:12] == b"WAVE"
    return content[4:8] == b"ftyp" or content.startswith(_SOUNDS)


def refuse(files):
    """The first thing that is wrong with ``files``, or None.

    :param files: list of (name, bytes)
    :return: (reason, name): reason is ``many``, ``sum``, ``large``, ``empty`` or ``type``

    >>> refuse([("a.jpg", b"\\xff\\xd8\\xff")])
    >>> refuse([("a.jpg", b"MZ")])
    ('type', 'a.jpg')
    >>> refuse([("a.jpg", b"")])
    ('empty', 'a.jpg')
    >>> refuse([("a.jpg", b"x" * (LARGEST + 1))])
    ('large', 'a.jpg')
    >>> refuse([("a.jpg", b"x")] * (MOST + 1))
    ('many', '')
    """
    if len(files) > MOST:
        return "many", ""
    if sum(len(content) for _name, content in files) > LARGEST_SUM:
        return "sum", ""
    for name, content in files:
        if not content:
            return "empty", name
        if len(content) > LARGEST:
            return "large", name
        if not picture_type(content):
            return "type", name
    return None
