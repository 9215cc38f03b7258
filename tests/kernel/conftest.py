"""Tests of the kernel alone: no Odoo, no database, so they run in seconds."""

import sys
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"
sys.path.insert(0, str(ADDONS / "aftersales_service"))
