import json
import logging
from pathlib import Path

from odoo.tests import freeze_time, tagged

from ..fortnight_looks import Looks
from ..fortnight_steps import Fortnight
from ..returns.common import ReturnsCommon
from .common import SlaCommon

SCRIPTS = Path(__file__).parent.parent / "data" / "fortnights"
_logger = logging.getLogger(__name__)


class FortnightCase(Fortnight, Looks, ReturnsCommon, SlaCommon):
    """Plays a script line by line and remembers what was otherwise."""

    open_rooms = {}

    def live(self, code):
        script = json.loads((SCRIPTS / f"{code}.json").read_text())
        with freeze_time(f"{script.get('year', 2026)}-01-05 02:00:00"):
            self.begin(script)
            self.version = self.activate(code)
        wrong, at = [], None
        for number, line in enumerate(script["lines"], 1):
            at = line.setdefault("at", at)
            try:
                self.pass_line(line)
            except Exception as error:  # noqa: BLE001 a script is read to its end
                if "needs" in line:
                    self.open_rooms.setdefault(line["needs"], []).append((code, line))
                else:
                    wrong.append(_tell(number, line, error))
            else:
                if "needs" in line:
                    wrong.append(_tell(number, line, "is there now: take out “needs”"))
        self.assertFalse(wrong, f"{code}\n" + "\n".join(wrong))

    def activate(self, code):
        """The director takes the preset over and approves it, as it is shipped."""
        template = self.env.ref(
            f"aftersales_service.sla_policy_{code.lower().replace('-', '_')}"
        )
        window = self.env["aftersales.sla.preset"].with_user(self.director)
        action = window.create(
            {
                "template_id": template.id,
                "valid_from": "2020-01-01",
                "grace_minutes": 15,  # what this company calls “at once”
            }
        ).action_activate()
        version = self.env["aftersales.sla.version"].browse(action["res_id"])
        boss = self.holders.get("general_manager", self.director)
        version.with_user(boss).action_approve()
        return version

    def pass_line(self, line):
        """In a savepoint: what is refused leaves nothing behind."""
        with freeze_time(self.moment(line["at"])), self.env.cr.savepoint():
            if "see" in line:
                self.see(line)
            elif "refused" in line:
                self.refuse(line)
            else:
                self.do(line)
                self.env.flush_all()

    def refuse(self, line):
        try:
            with self.env.cr.savepoint():
                self.do(line)
                self.env.flush_all()
        except Exception as error:
            if line["refused"] not in {c.__name__ for c in type(error).__mro__}:
                raise
            self.env.invalidate_all()
        else:
            self.fail(f"{line['do']} was not refused")


def _tell(number, line, error):
    about = line.get("on", "")
    verb = line.get("do") or f"see {line['see']}"
    words = " ".join(str(error).split())
    return f"{number}. {line['at']} {verb} {about} [{line.get('row')}]: {words}"


@tagged("post_install", "-at_install")
class TestFortnights(FortnightCase):
    """Each preset lived through for two weeks (PS-01 … PS-16), written from the catalogue.

    Lines that need a room which is not built say so (``needs``) and must fail: as soon as
    one passes the test is red until the word is taken out. What is open is printed.
    """

    @classmethod
    def tearDownClass(cls):
        for room, there in sorted(cls.open_rooms.items()):
            rows = sorted({f"{code} {line['row']}" for code, line in there})
            _logger.info("open until %s (%s): %s", room, len(there), "; ".join(rows))
        super().tearDownClass()

    def test_each_line_names_its_row_and_its_moment(self):
        for path in sorted(SCRIPTS.glob("*.json")):
            script = json.loads(path.read_text())
            self.assertEqual(script["preset"], path.stem)
            bad = [line for line in script["lines"] if not line.get("row")]
            self.assertFalse(bad, path.stem)
            moments = [line["at"] for line in script["lines"] if "at" in line]
            self.assertEqual(moments, sorted(moments), path.stem)


def _add(path):
    def test(self):
        self.live(path.stem)

    name = f"test_{path.stem.lower().replace('-', '_')}"
    test.__name__ = name
    setattr(TestFortnights, name, test)


for _path in sorted(SCRIPTS.glob("*.json")):
    _add(_path)
