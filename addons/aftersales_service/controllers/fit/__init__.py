from . import portal_parts
