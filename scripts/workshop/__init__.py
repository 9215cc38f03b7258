"""The workshop: everything `scripts/*` needs, in plain Python 3.11 without packages.

Each module does one thing: `debian` (system packages), `odoo_home` (Odoo itself),
`python_env` (virtual environment), `postgres` (cluster), `database` (demo and
template databases), `server` (start, stop), `checks` (lint).
"""
