from . import (
    import_alias,
    import_column,
    import_heading,
    import_line,
    import_unknown,
    import_register,
    import_columns,
    import_faults,
    import_run,
    import_background,
)
