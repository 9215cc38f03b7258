from . import register_print
