import io
import zipfile
from collections import namedtuple
from pathlib import PurePath

from odoo import models
from odoo.tools.mimetypes import guess_mimetype

from ...exceptions import UnreadableRegister
from .drawing import KINDS, LARGEST

_MOST = 500  # pictures of one import
_WHOLE = 300 << 20  # bytes of all of them, unpacked
# Where a picture lies: in a file of its own, or as an entry of an archive.
Source = namedtuple("Source", "file entry good")


class ImportPictures(models.Model):
    """The pictures that came with a list of drawings: files, or archives (.zip) of them."""

    _inherit = "aftersales.import"

    def _find_pictures(self):
        """{key of its name: `Source`}; with and without the ending of the file.

        :raises UnreadableRegister: for an archive that cannot be opened or is too large
        """
        found = {}
        for file in self.drawing_file_ids:
            raw = file.raw or b""
            if zipfile.is_zipfile(io.BytesIO(raw)):
                self._list_archive(file, raw, found)
            else:
                _add(found, file.name, Source(file, None, is_picture(raw)))
        if len({source[:2] for source in found.values()}) > _MOST:
            raise UnreadableRegister(
                self.env._(
                    "At most %s pictures are read at once. Divide them into several imports.",
                    _MOST,
                )
            )
        return found

    def _list_archive(self, file, raw, found):
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                entries = [one for one in archive.infolist() if not one.is_dir()]
                whole = sum(entry.file_size for entry in entries)
                if len(entries) > _MOST or whole > _WHOLE:
                    raise zipfile.BadZipFile
                for entry in entries:
                    picture = read_entry(archive, entry)
                    source = Source(file, entry.filename, is_picture(picture))
                    _add(found, get_entry_name(entry), source)
        except zipfile.BadZipFile as error:
            raise UnreadableRegister(
                self.env._(
                    "“%s” cannot be unpacked, or holds more than 500 pictures or 300 MB. Pack the pictures anew as .zip.",
                    file.name,
                )
            ) from error

    def _read_picture(self, source):
        """The bytes of one picture."""
        raw = source.file.raw
        if not source.entry:
            return raw
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return read_entry(archive, archive.getinfo(source.entry))


def is_picture(raw):
    return 0 < len(raw) <= LARGEST and guess_mimetype(raw) in KINDS


def read_entry(archive, entry):
    """At most a little more than a picture may have; nothing where it cannot be read."""
    try:
        with archive.open(entry) as stream:
            return stream.read(LARGEST + 1)
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile, EOFError, OSError):
        return b""  # with a password, damaged, or packed in a way of its own


def get_entry_name(entry):
    """The name of a file in an archive; Windows writes it in the code of the country."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def get_picture_key(name):
    """What makes two names of a picture the same.

    >>> get_picture_key("图册/1-2 转子.PNG"), get_picture_key("1-2 转子")
    ('1-2 转子.png', '1-2 转子')
    """
    return PurePath(str(name or "").replace("\\", "/")).name.strip().casefold()


def _add(found, name, source):
    key = get_picture_key(name)
    if key and not key.startswith("."):
        found.setdefault(key, source)
        found.setdefault(PurePath(key).stem, source)
