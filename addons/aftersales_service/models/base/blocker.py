from collections import namedtuple


class Blocker(namedtuple("Blocker", "text document who", defaults=(None, ""))):
    """One thing that stands against a step (★19): what is missing, where, who can fix it.

    ``text`` a sentence in the reader's language; ``document`` the record to open (or
    None); ``who`` names of people or roles. Printed, it is the sentence with the names.
    """

    __slots__ = ()

    def __str__(self):
        return f"{self.text} → {self.who}" if self.who else self.text

    @classmethod
    def of(cls, item):
        """Rooms may hand over a bare sentence; it becomes a blocker without document."""
        return item if isinstance(item, cls) else cls(item)


def as_list(blockers):
    """The blockers as lines of a message."""
    return "\n".join(f"• {Blocker.of(item)}" for item in blockers)
