from . import import_heading, import_line, import_register, import_run
