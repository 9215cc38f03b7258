from . import part_import
