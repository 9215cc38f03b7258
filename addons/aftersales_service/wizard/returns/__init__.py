from . import returns_print
