from . import why
