"""Photos that come over the web: what a file really is, and whether it may be kept.

The name and the type that a browser tells are not believed: the first bytes decide.
"""

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LARGEST_SUM = 60 * MEGABYTE
MOST = 30


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
