from . import public_letter
