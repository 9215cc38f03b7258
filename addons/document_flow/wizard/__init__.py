from . import seal_check
