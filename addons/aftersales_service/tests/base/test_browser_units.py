from odoo.tests import HttpCase, tagged


def _is_no_test_line(message):
    """A failed test is told by the suite itself; other errors end the run."""
    return "[HOOT]" not in message


def _hash(text):
    """Number of a suite as the runner names it in its address (see its `generateHash`)."""
    number = 0
    for char in text:
        number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestPanelUnit(HttpCase):
    """The panel's own tests in the browser, without a server behind them."""

    def test_hoot_suite_of_this_addon(self):
        suite = _hash("@aftersales_service")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=120,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=_is_no_test_line,
        )
